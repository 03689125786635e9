import trio


async def leaf(name):
    print(f"{name} begins")
    try:
        await trio.sleep_forever()
    except trio.Cancelled:
        print(f"{name} cancelled")


async def worker(name):
    print(f"{name} begins")
    async with trio.open_nursery() as nursery:
        nursery.start_soon(leaf, f"{name}-1", name=f"{name}-1")
        nursery.start_soon(leaf, f"{name}-2", name=f"{name}-2")
    print(f"{name} goes on")


async def main():
    async with trio.open_nursery() as n:
        n.start_soon(worker, "w1", name="w1")
        n.start_soon(worker, "w2", name="w2")
        n.cancel_scope.cancel()
    print("over")
