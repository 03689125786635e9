import trio


async def loopy(limiter, name):
    for _ in range(3):
        async with limiter:
            record.append(name)
            await trio.lowlevel.checkpoint()


async def main():
    global record
    record = []
    limiter = trio.CapacityLimiter(1)
    async with trio.open_nursery() as nursery:
        for name in "abc":
            nursery.start_soon(loopy, limiter, name, name=name)
    print(" ".join(record))
