# compare: messages
import trio


async def sleeper():
    try:
        await trio.sleep(10)
    finally:
        print(f"sleeper ends at {trio.current_time()}")


async def failing():
    await trio.sleep(1)
    raise ValueError("child failed")


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(sleeper)
        nursery.start_soon(failing)
