import trio


async def waiting(name, naps):
    for i in range(naps):
        await trio.sleep(1)
    try:
        await trio.sleep_forever()
    finally:
        print(name)


async def main():
    async with trio.open_nursery() as n:
        n.start_soon(waiting, "two naps", 2)
        n.start_soon(waiting, "one nap", 1)
        n.start_soon(waiting, "no nap", 0)
        await trio.sleep(5)
        n.cancel_scope.cancel()
