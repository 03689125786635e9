# race < > is Trio's recipe: the first to come home cancels the nursery.
import trio


async def contestant(name, seconds):
    try:
        await trio.sleep(seconds)
        print(f"{name} is home")
        return name
    finally:
        print(f"{name} ends")


async def main():
    winner = None

    async def slow():
        await jockey("slow", 3)

    async def fast():
        await jockey("fast", 1)

    async def tied():
        await jockey("tied", 1)

    async def jockey(name, seconds):
        nonlocal winner
        value = await contestant(name, seconds)
        if winner is None:
            winner = value
            nursery.cancel_scope.cancel()

    async with trio.open_nursery() as nursery:
        nursery.start_soon(slow, name="slow")
        nursery.start_soon(fast, name="fast")
        nursery.start_soon(tied, name="tied")
    print(f"{winner} won at {trio.current_time()}")
