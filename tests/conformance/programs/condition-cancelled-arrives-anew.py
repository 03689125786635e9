import trio


async def waiter(c, name):
    async with c:
        try:
            await c.wait()
        except trio.Cancelled:
            print(f"{name} cancelled")
        try:
            await trio.sleep_forever()
        finally:
            print(f"{name} gone")


async def sleeper(name):
    try:
        await trio.sleep_forever()
    finally:
        print(f"{name} gone")


async def main():
    c = trio.Condition()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(waiter, c, "a", name="a")
        nursery.start_soon(sleeper, "b", name="b")
        await trio.sleep(1)
        async with c:
            nursery.cancel_scope.cancel()
            print("cancelled")
