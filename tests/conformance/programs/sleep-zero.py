import trio


async def child():
    print("child")
    await trio.sleep(0)
    print("child again")


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(child)
        await trio.sleep(0)
        print("body after sleep 0")
        await trio.sleep(0.0)
        print("body after sleep 0.0")
