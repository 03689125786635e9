import trio


async def failing(kind):
    if kind == 0:
        raise ValueError("v")
    elif kind == 1:
        raise KeyError("k")
    raise IndexError("i")


async def main():
    try:
        async with trio.open_nursery() as nursery:
            for i in range(3):
                nursery.start_soon(failing, i)
    except* KeyError:
        print("handled the KeyError")
