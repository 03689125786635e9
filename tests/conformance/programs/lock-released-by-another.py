import trio


async def thief(lock):
    try:
        lock.release()
    except RuntimeError as e:
        print(type(e).__name__)


async def main():
    lock = trio.Lock()
    try:
        lock.release()
    except RuntimeError as e:
        print(e)
    await lock.acquire()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(thief, lock)
    print(str(lock.locked()).lower())
    lock.release()
    lock.release()
