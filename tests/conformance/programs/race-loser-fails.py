# A contestant that fails loses quietly; the recipe catches its error.
import trio


async def main():
    winner = None

    async def wins():
        nonlocal winner
        await trio.sleep(2)
        winner = "wins"
        nursery.cancel_scope.cancel()

    async def fails():
        try:
            await trio.sleep(1)
            raise ValueError("out")
        except ValueError:
            pass

    async with trio.open_nursery() as nursery:
        nursery.start_soon(wins)
        nursery.start_soon(fails)
        await trio.sleep(10)
        print("never")
    print(winner, trio.current_time())
