import trio


async def leaf(n):
    print(f"leaf {n}")
    await trio.sleep(0.5)
    print(f"leaf {n} ends at {trio.current_time()}")


async def spawner(n):
    await trio.sleep(1)
    for i in range(2):
        n.start_soon(leaf, i)
    print("spawner ends")


async def main():
    async with trio.open_nursery() as n:
        n.start_soon(spawner, n)
    print(f"done at {trio.current_time()}")
