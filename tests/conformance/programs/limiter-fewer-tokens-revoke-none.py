import trio


async def holder(limiter, n):
    async with limiter:
        print(f"{n} in at {trio.current_time()}")
        await trio.sleep(1 + n)
    print(f"{n} out at {trio.current_time()}, {limiter.available_tokens} available")


async def main():
    limiter = trio.CapacityLimiter(3)
    async with trio.open_nursery() as nursery:
        for n in range(5):
            nursery.start_soon(holder, limiter, n)
        await trio.sleep(0.5)
        limiter.total_tokens = 1
        print(limiter.borrowed_tokens, limiter.available_tokens)
