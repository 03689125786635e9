# options: --strict-exception-groups
# compare: messages
import trio


async def failing():
    raise ValueError("deep")


async def middle():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(failing)
        nursery.start_soon(failing)


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(middle)
        async with trio.open_nursery() as inner:
            inner.start_soon(failing)
