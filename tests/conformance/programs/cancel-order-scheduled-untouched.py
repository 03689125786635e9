import trio


async def nap(name):
    await trio.sleep(1)
    print(f"{name} woke")
    await trio.sleep(1)
    print("not reached")


async def canceller(n):
    await trio.sleep(1)
    n.cancel_scope.cancel()
    print("cancelled")


async def main():
    async with trio.open_nursery() as n:
        n.start_soon(canceller, n)
        n.start_soon(nap, "a")
        n.start_soon(nap, "b")
