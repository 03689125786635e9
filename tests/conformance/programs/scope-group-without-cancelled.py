import trio


def word(value):
    return str(value).lower()


async def main():
    try:
        with trio.CancelScope() as s:
            s.cancel()
            raise ExceptionGroup("test", [RuntimeError("one"), RuntimeError("two")])
    except ExceptionGroup as g:
        print(f"{g.message} {len(g.exceptions)}")
    print(word(s.cancel_called), word(s.cancelled_caught))
