import trio


async def waiter(e):
    print("waiter begins")
    await e.wait()
    print("waiter goes on")


async def main():
    e = trio.Event()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(waiter, e)
        e.set()
        await trio.lowlevel.checkpoint()
        print("main after one checkpoint")
        await trio.lowlevel.checkpoint()
        print("main after two")
