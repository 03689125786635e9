import trio


async def worker(name, scope):
    with scope:
        try:
            await trio.sleep(10)
        finally:
            print(f"{name} ends at {trio.current_time()}")
    print(f"{name} caught: {str(scope.cancelled_caught).lower()}")


async def main():
    scopes = []
    async with trio.open_nursery() as nursery:
        for name in ("a", "b", "c"):
            scope = trio.CancelScope()
            scopes.append(scope)
            nursery.start_soon(worker, name, scope)
        await trio.sleep(1)
        scopes[1].cancel()
        await trio.sleep(1)
        scopes[0].cancel()
        scopes[2].cancel()
