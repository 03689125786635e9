import trio


async def waiting(name):
    try:
        await trio.sleep_forever()
    finally:
        print(name)


async def family(name):
    async with trio.open_nursery() as nursery:
        nursery.start_soon(waiting, f"{name}1", name=f"{name}1")
        nursery.start_soon(waiting, f"{name}2", name=f"{name}2")
        await waiting(f"{name} body")


async def main():
    async with trio.open_nursery() as n:
        n.start_soon(family, "a")
        n.start_soon(waiting, "between")
        n.start_soon(family, "b")
        await trio.sleep(1)
        n.cancel_scope.cancel()
