import trio


async def waiter(lock, scope, name):
    with scope:
        await lock.acquire()
        print(f"{name} has it")
        lock.release()
    print(f"{name} {str(scope.cancelled_caught).lower()}")


async def main():
    lock = trio.Lock()
    for release_first in (True, False):
        await lock.acquire()
        first, second = trio.CancelScope(), trio.CancelScope()
        async with trio.open_nursery() as nursery:
            nursery.start_soon(waiter, lock, first, "first", name="first")
            nursery.start_soon(waiter, lock, second, "second", name="second")
            await trio.sleep(1)
            if release_first:
                lock.release()
                first.cancel()
            else:
                first.cancel()
                lock.release()
