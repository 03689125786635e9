import trio


async def crasher():
    raise KeyError("child")


def word(value):
    return str(value).lower()


async def main():
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(crasher)
            raise ValueError("body")
    except ExceptionGroup as g:
        print(word(g.__context__), word(g.__cause__))
        for e in g.exceptions:
            print(type(e).__name__, word(e.__context__), word(e.__cause__))
