import trio


async def waiter(e, name):
    with trio.CancelScope() as scope:
        scopes[name] = scope
        await e.wait()
        print(f"{name} woken")
        await trio.lowlevel.checkpoint()
        print(f"{name} not reached")
    print(f"{name} {str(scope.cancelled_caught).lower()}")


async def main():
    global scopes
    scopes = {}
    e = trio.Event()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(waiter, e, "set-first", name="a")
        await trio.sleep(1)
        e.set()
        scopes["set-first"].cancel()
    e = trio.Event()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(waiter, e, "cancel-first", name="b")
        await trio.sleep(1)
        scopes["cancel-first"].cancel()
        e.set()
