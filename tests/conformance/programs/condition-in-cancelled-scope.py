import trio


async def other():
    for i in range(6):
        print(f"other {i}")
        await trio.lowlevel.checkpoint()


async def main():
    c = trio.Condition()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(other)
        with trio.CancelScope() as scope:
            async with c:
                scope.cancel()
                try:
                    await c.wait()
                finally:
                    print("holds it again", str(c.locked()).lower())
        print(str(scope.cancelled_caught).lower(), str(c.locked()).lower())
