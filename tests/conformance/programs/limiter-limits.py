import trio


async def worker(limiter, n):
    async with limiter:
        print(f"{n} in at {trio.current_time()}, {limiter.borrowed_tokens} borrowed")
        await trio.sleep(1)


async def main():
    limiter = trio.CapacityLimiter(2)
    async with trio.open_nursery() as nursery:
        for n in range(5):
            nursery.start_soon(worker, limiter, n)
    print(limiter.total_tokens, limiter.borrowed_tokens, limiter.available_tokens)
