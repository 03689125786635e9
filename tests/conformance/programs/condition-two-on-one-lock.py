import trio


async def waiter(c, name):
    async with c:
        await c.wait()
        print(f"{name} woken")


async def main():
    lock = trio.Lock()
    full, empty = trio.Condition(lock), trio.Condition(lock)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(waiter, full, "full", name="full")
        nursery.start_soon(waiter, empty, "empty", name="empty")
        await trio.sleep(1)
        async with full:
            empty.notify()
            print(full.statistics().tasks_waiting, empty.statistics().tasks_waiting)
        await trio.sleep(1)
        async with lock:
            full.notify_all()
