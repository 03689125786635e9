import trio


async def borrower(limiter, name):
    await limiter.acquire_on_behalf_of(name)
    print(f"{name} has it at {trio.current_time()}")


async def main():
    limiter = trio.CapacityLimiter(1)
    await limiter.acquire_on_behalf_of("first")
    async with trio.open_nursery() as nursery:
        nursery.start_soon(borrower, limiter, "second")
        nursery.start_soon(borrower, limiter, "third")
        await trio.sleep(1)
        limiter.release_on_behalf_of("first")
        print(" ".join(limiter.statistics().borrowers))
        await trio.sleep(1)
        limiter.release_on_behalf_of("second")
        print(" ".join(limiter.statistics().borrowers))
