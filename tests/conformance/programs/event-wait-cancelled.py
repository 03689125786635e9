import trio


async def waiter(e, n):
    try:
        await e.wait()
        print(f"{n} woken")
    except trio.Cancelled:
        print(f"{n} cancelled")
        raise


async def impatient(e, n):
    with trio.move_on_after(1):
        await waiter(e, n)


async def main():
    e = trio.Event()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(waiter, e, 0)
        nursery.start_soon(impatient, e, 1)
        nursery.start_soon(waiter, e, 2)
        await trio.sleep(0.5)
        print(f"{e.statistics().tasks_waiting} waiting")
        await trio.sleep(1)
        print(f"{e.statistics().tasks_waiting} waiting")
        e.set()
        print(f"{e.statistics().tasks_waiting} waiting")
