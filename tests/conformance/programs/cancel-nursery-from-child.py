import trio


async def waiting():
    await trio.sleep_forever()


async def canceller(n):
    await trio.sleep(1)
    n.cancel_scope.cancel()
    print("canceller goes on")
    await trio.lowlevel.checkpoint()
    print("not reached")


async def main():
    async with trio.open_nursery() as n:
        n.start_soon(waiting)
        n.start_soon(canceller, n)
    print(f"after at {trio.current_time()}")
