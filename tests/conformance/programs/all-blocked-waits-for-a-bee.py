import trio
import trio.testing


async def bee():
    for i in range(10):
        await trio.lowlevel.checkpoint()
    print("the bee is exhausted")


async def waiting():
    await trio.testing.wait_all_tasks_blocked()
    print("quiet at last")


async def cancelled():
    try:
        await trio.testing.wait_all_tasks_blocked()
    except trio.Cancelled:
        print("cancelled")


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(bee)
        nursery.start_soon(waiting, name="first")
        nursery.start_soon(waiting, name="second")
    async with trio.open_nursery() as n:
        n.start_soon(cancelled)
        n.cancel_scope.cancel()
