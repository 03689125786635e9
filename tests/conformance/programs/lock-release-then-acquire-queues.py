import trio


async def greedy(lock, name):
    await lock.acquire()
    for i in range(3):
        print(f"{name} {i}")
        lock.release()
        await lock.acquire()
    lock.release()


async def main():
    lock = trio.Lock()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(greedy, lock, "a", name="a")
        nursery.start_soon(greedy, lock, "b", name="b")
