import trio


async def converting(kind):
    try:
        await trio.sleep_forever()
    finally:
        if kind == 1:
            raise ValueError("one")
        elif kind == 2:
            raise KeyError("two")


async def main():
    try:
        with trio.move_on_after(1) as s:
            async with trio.open_nursery() as nursery:
                for i in range(4):
                    nursery.start_soon(converting, i)
    except ExceptionGroup as g:
        for e in g.exceptions:
            print(type(e).__name__)
    print(str(s.cancel_called).lower(), str(s.cancelled_caught).lower())
