import trio


async def child():
    print("child")


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(child)
        await trio.sleep(3)
        print("the body ends last")
    print(f"after at {trio.current_time()}")
