import trio


async def numbers(s):
    with s:
        for i in range(1, 6):
            await s.send(i)


async def squares(r, s):
    with r, s:
        async for v in r:
            await s.send(v * v)


async def sums(r, s):
    with r, s:
        total = 0
        async for v in r:
            total += v
            await s.send(total)


async def main():
    s1, r1 = trio.open_memory_channel(0)
    s2, r2 = trio.open_memory_channel(1)
    s3, r3 = trio.open_memory_channel(2)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(numbers, s1)
        nursery.start_soon(squares, r1, s2)
        nursery.start_soon(sums, r2, s3)
        async for v in r3:
            print(v)
