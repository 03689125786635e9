import trio


async def failing(message):
    raise ValueError(message)


async def stubborn():
    try:
        await trio.sleep_forever()
    finally:
        raise KeyError("late")


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(stubborn)
        async with trio.open_nursery() as inner:
            inner.start_soon(failing, "inner 1")
            inner.start_soon(failing, "inner 2")
