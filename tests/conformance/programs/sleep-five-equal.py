import trio


async def sleeper(i):
    await trio.sleep(1)
    print(f"sleeper {i}")


async def main():
    async with trio.open_nursery() as nursery:
        for i in range(5):
            nursery.start_soon(sleeper, i, name=f"sleeper-{i}")
