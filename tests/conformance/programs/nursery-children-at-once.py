import trio


async def quick(n):
    print(f"quick {n}")


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(quick, 1)
        nursery.start_soon(quick, 2)
        print("body")
    print("after")
