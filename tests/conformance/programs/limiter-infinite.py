import trio


async def holder(limiter):
    async with limiter:
        await trio.sleep(1)


async def main():
    limiter = trio.CapacityLimiter(float("inf"))
    async with trio.open_nursery() as nursery:
        for _ in range(10):
            nursery.start_soon(holder, limiter)
        await trio.sleep(0.5)
        print(limiter.borrowed_tokens, limiter.available_tokens, limiter.total_tokens)
        limiter.total_tokens = 4
        try:
            limiter.acquire_nowait()
        except trio.WouldBlock:
            print("WouldBlock")
        limiter.total_tokens = float("inf")
        limiter.acquire_nowait()
        print(limiter.borrowed_tokens)
        limiter.release()
    print(trio.current_time())
