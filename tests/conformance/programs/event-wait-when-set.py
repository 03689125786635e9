import trio


async def other():
    for i in range(3):
        print(f"other {i}")
        await trio.lowlevel.checkpoint()


async def main():
    e = trio.Event()
    e.set()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(other)
        for i in range(3):
            await e.wait()
            print(f"main {i}")
