import trio


async def search():
    async with trio.open_nursery() as n:
        async def searcher(i):
            await trio.sleep(i + 1)
            print(f"found {i}")
            n.cancel_scope.cancel()

        for i in range(3):
            n.start_soon(searcher, i, name=f"searcher-{i}")
        await trio.sleep(1.5)
        return "by the body"
    return "by a child"


async def main():
    print(await search())
    print(f"at {trio.current_time()}")
