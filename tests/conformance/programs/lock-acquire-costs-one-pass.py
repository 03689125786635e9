import trio


async def other():
    for i in range(6):
        print(f"other {i}")
        await trio.lowlevel.checkpoint()


async def main():
    lock = trio.Lock()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(other)
        await trio.lowlevel.checkpoint()
        for i in range(3):
            await lock.acquire()
            print(f"acquired {i}")
            lock.release()
            print(f"released {i}")
        lock.acquire_nowait()
        lock.release()
        print("nowait costs nothing")
