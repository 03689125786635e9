import trio


async def failing(kind):
    if kind == 0:
        raise ValueError("v")
    else:
        raise KeyError("k")


async def pair():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(failing, 0)
        nursery.start_soon(failing, 1)


async def main():
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(pair)
            nursery.start_soon(pair)
    except* KeyError as eg:
        print(f"{len(eg.exceptions)} groups with {len(eg.exceptions[0].exceptions)}")
