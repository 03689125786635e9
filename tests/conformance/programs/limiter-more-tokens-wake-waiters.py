import trio


async def holder(limiter, n):
    async with limiter:
        print(f"{n} in at {trio.current_time()}")
        await trio.sleep(10)


async def main():
    limiter = trio.CapacityLimiter(1)
    async with trio.open_nursery() as nursery:
        for n in range(5):
            nursery.start_soon(holder, limiter, n)
        await trio.sleep(1)
        limiter.total_tokens += 2
        print(limiter.borrowed_tokens, limiter.statistics().tasks_waiting)
        await trio.sleep(1)
        limiter.total_tokens = 10
        print(limiter.borrowed_tokens, limiter.available_tokens)
