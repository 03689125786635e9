import trio


async def forever():
    await trio.sleep_forever()


async def failing():
    raise RuntimeError("test")


async def main():
    try:
        async with trio.open_nursery() as n:
            n.start_soon(forever)
            n.start_soon(failing)
            async with trio.open_nursery() as inner:
                inner.start_soon(forever)
                inner.start_soon(failing)
                n.cancel_scope.cancel()
    except ExceptionGroup as g:
        for e in g.exceptions:
            print(type(e).__name__, 0)
