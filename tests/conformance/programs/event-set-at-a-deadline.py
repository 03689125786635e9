import trio


async def setter(e):
    await trio.sleep(1)
    e.set()
    print("set")


async def main():
    e = trio.Event()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(setter, e)
        with trio.move_on_after(1) as scope:
            await e.wait()
            print("woken")
        print(str(scope.cancelled_caught).lower())
    e = trio.Event()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(setter, e)
        with trio.move_on_after(2) as scope:
            await e.wait()
            print("woken")
        print(str(scope.cancelled_caught).lower())
