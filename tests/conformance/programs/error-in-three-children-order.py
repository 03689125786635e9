import trio


async def failing(after, message):
    for i in range(after):
        await trio.lowlevel.checkpoint()
    raise ValueError(message)


async def stubborn():
    try:
        await trio.sleep_forever()
    finally:
        raise TypeError("unwinding")


async def main():
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(stubborn)
            nursery.start_soon(failing, 2, "second")
            nursery.start_soon(failing, 2, "third")
    except ExceptionGroup as g:
        print(f"{len(g.exceptions)} errors")
        for e in g.exceptions:
            print(f"{type(e).__name__}: {e}")
