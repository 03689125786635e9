import trio


async def child(name):
    await trio.sleep(1)
    print(f"{name} at {trio.current_time()}")


async def main():
    async with trio.open_nursery() as outer:
        async with trio.open_nursery() as inner:
            outer.start_soon(child, "belongs to outer")
            inner.start_soon(child, "belongs to inner")
            await trio.sleep(2)
        print(f"inner closed at {trio.current_time()}")
        outer.start_soon(child, "again")
    print(f"outer closed at {trio.current_time()}")
