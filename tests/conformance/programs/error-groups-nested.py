# compare: messages
import trio


async def failing(message):
    raise ValueError(message)


async def pair():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(failing, "inner 1")
        nursery.start_soon(failing, "inner 2")


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(pair)
        nursery.start_soon(pair)
