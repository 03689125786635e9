import trio


async def waiter(limiter):
    await limiter.acquire()
    print(f"waiter goes on, {limiter.borrowed_tokens} borrowed")
    limiter.release()


async def main():
    limiter = trio.CapacityLimiter(1)
    await limiter.acquire()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(waiter, limiter)
        await trio.sleep(1)
        limiter.release()
        print(f"released, {limiter.borrowed_tokens} borrowed")
        try:
            limiter.acquire_nowait()
        except trio.WouldBlock:
            print("WouldBlock")
        await limiter.acquire()
        print("again")
