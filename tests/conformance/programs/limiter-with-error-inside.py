import trio


async def main():
    limiter = trio.CapacityLimiter(1)
    try:
        async with limiter:
            raise KeyError("inside")
    except KeyError:
        print(limiter.borrowed_tokens)
    async with limiter:
        limiter.release()
