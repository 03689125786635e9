import trio


async def sleeper(i):
    await trio.sleep(100 - i * 20)
    print(f"{i} at {trio.current_time()}")
    await trio.sleep(i * 15)
    print(f"{i} again at {trio.current_time()}")


async def main():
    print(trio.current_time())
    for i in range(10):
        await trio.sleep(10 * i)
        print(trio.current_time())
    async with trio.open_nursery() as nursery:
        for i in range(5):
            nursery.start_soon(sleeper, i, name=f"sleeper-{i}")
    print(trio.current_time())
