import trio
import trio.testing


async def waiter(c, n):
    async with c:
        await c.wait()
        print(f"{n} woken, {c.statistics().tasks_waiting} still waiting")
        await trio.lowlevel.checkpoint()
        print(f"{n} leaves")


async def main():
    c = trio.Condition()
    async with trio.open_nursery() as nursery:
        for n in range(5):
            nursery.start_soon(waiter, c, n)
        await trio.testing.wait_all_tasks_blocked()
        async with c:
            c.notify(2)
            stats = c.statistics()
            print(stats.tasks_waiting, stats.lock_statistics.tasks_waiting)
        await trio.testing.wait_all_tasks_blocked()
        print("one more")
        async with c:
            c.notify()
        await trio.testing.wait_all_tasks_blocked()
        print("the others")
        async with c:
            c.notify(100)
