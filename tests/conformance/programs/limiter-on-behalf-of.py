# compare: messages
import trio


async def main():
    limiter = trio.CapacityLimiter(2)
    await limiter.acquire_on_behalf_of("a")
    limiter.acquire_on_behalf_of_nowait("b")
    print(limiter.borrowed_tokens, " ".join(sorted(limiter.statistics().borrowers)))
    try:
        await limiter.acquire_on_behalf_of("a")
    except RuntimeError as e:
        print(e)
    try:
        limiter.acquire_on_behalf_of_nowait("c")
    except trio.WouldBlock:
        print("WouldBlock")
    try:
        limiter.release()
    except RuntimeError as e:
        print(e)
    limiter.release_on_behalf_of("a")
    await limiter.acquire()
    print(limiter.available_tokens)
    limiter.release_on_behalf_of("b")
    limiter.release()
    limiter.release_on_behalf_of("a")
