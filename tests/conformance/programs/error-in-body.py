# compare: messages
import trio


async def child():
    try:
        await trio.sleep_forever()
    finally:
        print("child cleaned up")


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(child)
        await trio.lowlevel.checkpoint()
        raise ValueError("from the body")
