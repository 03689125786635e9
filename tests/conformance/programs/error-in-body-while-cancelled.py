import trio


async def failing():
    raise KeyError("child")


async def main():
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(failing)
            try:
                await trio.sleep_forever()
            finally:
                raise ValueError("body")
    except ExceptionGroup as g:
        for e in g.exceptions:
            print(f"{type(e).__name__}: {e.args[0]}")
