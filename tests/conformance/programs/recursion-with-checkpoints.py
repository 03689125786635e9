import trio


async def fib(n):
    if n < 2:
        await trio.lowlevel.checkpoint()
        return n
    return await fib(n - 1) + await fib(n - 2)


async def show(n):
    print(f"fib {n} is {await fib(n)}")


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(show, 5)
        nursery.start_soon(show, 3)
