import trio


async def taker(lock, scope):
    with scope:
        await lock.acquire()
        print("acquired, although cancelled meanwhile")
        await trio.lowlevel.checkpoint()
        print("not reached")
    print(str(lock.locked()).lower())
    lock.release()


async def main():
    lock = trio.Lock()
    scope = trio.CancelScope()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(taker, lock, scope)
        await trio.lowlevel.checkpoint()
        scope.cancel()
        print("cancelled")
