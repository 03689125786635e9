import trio


async def failing(kind):
    if kind == 1:
        raise ValueError("one")
    raise KeyError("two")


async def pair():
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(failing, 1)
            nursery.start_soon(failing, 2)
    except* ValueError as eg:
        print(f"took {len(eg.exceptions)}")


async def main():
    try:
        await pair()
    except ExceptionGroup as g:
        print(f"a group of {len(g.exceptions)}")
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(pair)
    except KeyError as e:
        print(f"collapsed to {type(e).__name__}")
