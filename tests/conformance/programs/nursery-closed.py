# compare: messages
import trio


async def child():
    print("never runs")


async def main():
    async with trio.open_nursery() as n:
        await trio.lowlevel.checkpoint()
    try:
        n.start_soon(child)
    except RuntimeError as e:
        print(str(e))
    n.start_soon(child)
