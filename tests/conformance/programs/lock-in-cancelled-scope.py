import trio


async def other():
    for i in range(3):
        print(f"other {i}")
        await trio.lowlevel.checkpoint()


async def main():
    lock = trio.Lock()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(other)
        with trio.CancelScope() as scope:
            scope.cancel()
            await lock.acquire()
            print("not reached")
        print(str(scope.cancelled_caught).lower())
        print(str(lock.locked()).lower())
