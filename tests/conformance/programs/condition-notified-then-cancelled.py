import trio


async def waiter(c, name, scope):
    with scope:
        async with c:
            try:
                await c.wait()
                print(f"{name} notified")
            except trio.Cancelled:
                print(f"{name} cancelled")
                raise


async def main():
    c = trio.Condition()
    scopes = [trio.CancelScope() for _ in range(3)]
    async with trio.open_nursery() as nursery:
        for n in range(3):
            nursery.start_soon(waiter, c, n, scopes[n])
        await trio.sleep(1)
        async with c:
            c.notify(2)
            scopes[0].cancel()
            print(c.statistics().tasks_waiting, c.statistics().lock_statistics.tasks_waiting)
            await trio.lowlevel.checkpoint()
            print(c.statistics().tasks_waiting, c.statistics().lock_statistics.tasks_waiting)
        await trio.sleep(1)
        async with c:
            c.notify()
