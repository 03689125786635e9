import trio


async def waiter(c, scope):
    with scope:
        async with c:
            try:
                await c.wait()
            finally:
                print(f"{c.statistics().lock_statistics.owner.name} holds it at {trio.current_time()}")
    print(str(scope.cancelled_caught).lower())


async def main():
    c = trio.Condition()
    scope = trio.CancelScope()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(waiter, c, scope, name="waiter")
        await trio.sleep(1)
        print(str(c.locked()).lower())
        scope.cancel()
    print(str(c.locked()).lower())
