import trio


async def waiting(name):
    try:
        await trio.sleep_forever()
    finally:
        print(f"{name} cancelled")


async def main():
    async with trio.open_nursery() as n:
        n.start_soon(waiting, "a")
        n.start_soon(waiting, "b")
        await trio.lowlevel.checkpoint()
        n.cancel_scope.cancel()
        print("the body goes on")
        await trio.lowlevel.checkpoint()
        print("not reached")
    print(str(n.cancel_scope.cancel_called).lower(), str(n.cancel_scope.cancelled_caught).lower())
