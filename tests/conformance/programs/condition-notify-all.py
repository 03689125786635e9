import trio
import trio.testing


async def waiter(c, n):
    async with c:
        await c.wait()
        print(f"{n} woken")


async def main():
    c = trio.Condition()
    async with trio.open_nursery() as nursery:
        for n in range(4):
            nursery.start_soon(waiter, c, n)
        await trio.testing.wait_all_tasks_blocked()
        async with c:
            c.notify_all()
            print(c.statistics().tasks_waiting, c.statistics().lock_statistics.tasks_waiting)
        print("released")
    async with c:
        c.notify_all()
        c.notify(3)
        print("nobody to notify")
