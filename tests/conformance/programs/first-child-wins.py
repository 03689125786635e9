import trio


async def racer(name, seconds, winner):
    await trio.sleep(seconds)
    print(f"{name} finished")
    winner.cancel_scope.cancel()


async def main():
    async with trio.open_nursery() as n:
        n.start_soon(racer, "slow", 3, n)
        n.start_soon(racer, "fast", 1, n)
        n.start_soon(racer, "just too late", 1, n)
    print(f"over at {trio.current_time()}")
