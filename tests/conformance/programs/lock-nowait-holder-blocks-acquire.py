import trio
import trio.testing


async def child(lock):
    print("child waits")
    await lock.acquire()
    print("child has it")
    lock.release()


async def main():
    lock = trio.StrictFIFOLock()
    lock.acquire_nowait()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(child, lock)
        await trio.testing.wait_all_tasks_blocked()
        print("release")
        lock.release()
    lock.acquire_nowait()
    print(str(lock.locked()).lower())
