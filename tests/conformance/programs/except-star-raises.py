import trio


async def failing():
    raise ValueError("first")


async def main():
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(failing)
    except* ValueError:
        raise KeyError("from the handler")
