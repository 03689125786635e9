import trio


async def failing():
    await trio.sleep(1)
    raise KeyError("child")


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(failing)
        await trio.sleep_until(1)
        raise ValueError("body")
