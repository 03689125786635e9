import trio


async def nap(name, seconds):
    await trio.sleep(seconds)
    print(f"{name} woke at {trio.current_time()}")


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(nap, "slow", 3)
        nursery.start_soon(nap, "quick", 0.5)
        nursery.start_soon(nap, "middle", 1.25)
    print(f"end at {trio.current_time()}")
