import trio


async def holder(lock):
    await lock.acquire()
    print("second has it")
    await trio.lowlevel.checkpoint()
    lock.release()


async def main():
    lock = trio.Lock()
    await lock.acquire()
    print(lock.statistics().owner.name.removeprefix("__main__."))
    async with trio.open_nursery() as nursery:
        nursery.start_soon(holder, lock, name="second")
        await trio.lowlevel.checkpoint()
        await trio.lowlevel.checkpoint()
        print(f"{lock.statistics().tasks_waiting} waiting")
        lock.release()
        print(f"{lock.statistics().tasks_waiting} waiting")
        print(lock.statistics().owner.name.removeprefix("__main__."))
        try:
            lock.acquire_nowait()
        except trio.WouldBlock:
            print("WouldBlock")
        await lock.acquire()
        print("first has it again")
        lock.release()
    print(str(lock.statistics().owner).lower(), str(lock.statistics().locked).lower())
