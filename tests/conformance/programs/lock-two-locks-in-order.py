import trio


async def worker(first, second, name):
    async with first:
        await trio.sleep(1)
        async with second:
            print(f"{name} has both at {trio.current_time()}")


async def main():
    a, b = trio.Lock(), trio.Lock()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(worker, a, b, "one", name="one")
        nursery.start_soon(worker, a, b, "two", name="two")
        with trio.move_on_after(2.5) as scope:
            async with b:
                await trio.sleep(1.5)
                print(f"main leaves at {trio.current_time()}")
    print(str(scope.cancelled_caught).lower())
