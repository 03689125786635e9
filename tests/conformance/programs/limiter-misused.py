# compare: messages
import trio


async def main():
    limiter = trio.CapacityLimiter(3)
    try:
        limiter.release()
    except RuntimeError as e:
        print(e)
    await limiter.acquire()
    try:
        await limiter.acquire()
    except RuntimeError as e:
        print(e)
    try:
        limiter.acquire_nowait()
    except RuntimeError as e:
        print(e)
    print(limiter.borrowed_tokens)
    limiter.release()
    limiter.release()
