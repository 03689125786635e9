import trio
import trio.testing


async def leaf(name):
    try:
        await trio.sleep_forever()
    except trio.Cancelled:
        print(f"{name} cancelled")
        raise


async def worker(name):
    async with trio.open_nursery() as nursery:
        nursery.start_soon(leaf, f"{name}-1", name=f"{name}-1")
        nursery.start_soon(leaf, f"{name}-2", name=f"{name}-2")


async def main():
    async with trio.open_nursery() as n:
        n.start_soon(worker, "w1", name="w1")
        n.start_soon(worker, "w2", name="w2")
        await trio.testing.wait_all_tasks_blocked()
        n.cancel_scope.cancel()
    print("over")
