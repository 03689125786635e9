import trio


def odd(n):
    return n % 2 == 1


async def slow_even(n):
    await trio.lowlevel.checkpoint()
    return n % 2 == 0


async def classify(n):
    print(f"{n} odd" if odd(n) else f"{n} even")
    if await slow_even(n):
        print(f"{n} slowly even")
    if not await slow_even(n):
        print(f"{n} slowly odd")
    if not odd(n) and n > 2:
        print(f"{n} even and large")


async def main():
    async with trio.open_nursery() as nursery:
        for n in (1, 2, 3, 4):
            nursery.start_soon(classify, n)
