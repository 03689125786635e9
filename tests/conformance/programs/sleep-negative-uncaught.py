# compare: messages
import trio


async def nap(seconds):
    await trio.sleep(seconds)


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(nap, 5)
        nursery.start_soon(nap, -2)
