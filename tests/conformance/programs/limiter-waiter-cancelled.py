import trio


async def holder(limiter, name, patience):
    with trio.move_on_after(patience) as scope:
        async with limiter:
            print(f"{name} in at {trio.current_time()}")
            await trio.sleep(3)
    print(f"{name} {str(scope.cancelled_caught).lower()}")


async def main():
    limiter = trio.CapacityLimiter(1)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(holder, limiter, "a", 10, name="a")
        nursery.start_soon(holder, limiter, "b", 1, name="b")
        nursery.start_soon(holder, limiter, "c", 10, name="c")
        await trio.sleep(2)
        print(limiter.statistics().tasks_waiting, limiter.borrowed_tokens)
    with trio.CancelScope() as scope:
        scope.cancel()
        await limiter.acquire()
    print(limiter.borrowed_tokens)
