import trio


async def waiter(c):
    with trio.move_on_after(1) as scope:
        async with c:
            try:
                await c.wait()
            finally:
                print(f"cancelled at {trio.current_time()}")
    print(str(scope.cancelled_caught).lower(), trio.current_time())


async def queuing(c):
    await trio.sleep(0.75)
    async with c:
        print(f"queuing had it at {trio.current_time()}")


async def main():
    c = trio.Condition()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(waiter, c)
        nursery.start_soon(queuing, c)
        await trio.sleep(0.5)
        async with c:
            await trio.sleep(5)
            print(c.statistics().tasks_waiting, c.statistics().lock_statistics.tasks_waiting)
