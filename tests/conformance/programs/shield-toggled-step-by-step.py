import trio


def word(value):
    return str(value).lower()


async def probe(name):
    try:
        await trio.lowlevel.checkpoint()
        print(f"{name} passes")
    except trio.Cancelled:
        print(f"{name} is cancelled")


async def main():
    with trio.CancelScope() as outer:
        with trio.CancelScope() as inner:
            await probe("begin")
            outer.cancel()
            await probe("outer-cancelled")
            try:
                inner.shield = "hello"
            except TypeError as e:
                print(e.args[0])
            print(word(inner.shield))
            inner.shield = True
            print(word(inner.shield))
            await probe("shielded")
            with trio.CancelScope() as innermost:
                innermost.cancel()
                await probe("scope-inside")
            await probe("behind-it")
            inner.shield = False
            await probe("open")
            inner.shield = True
            await probe("shielded-again")
            inner.cancel()
            await trio.lowlevel.checkpoint()
            print("not reached")
        print(word(inner.cancelled_caught))
        await probe("behind-inner")
    print(word(outer.cancelled_caught))
