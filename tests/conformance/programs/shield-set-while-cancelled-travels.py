import trio


def words(*values):
    return " ".join(str(value).lower() for value in values)


async def main():
    with trio.CancelScope() as outer:
        with trio.CancelScope() as inner:
            outer.cancel()
            try:
                await trio.lowlevel.checkpoint()
            finally:
                inner.shield = True
        print("not reached")
    print(words(outer.cancelled_caught, inner.cancelled_caught))
    with trio.CancelScope() as outer2:
        with trio.CancelScope() as inner2:
            outer2.cancel()
            inner2.cancel()
            try:
                await trio.lowlevel.checkpoint()
            finally:
                inner2.shield = True
        print("the inner one took it")
    print(words(outer2.cancelled_caught, inner2.cancelled_caught))
