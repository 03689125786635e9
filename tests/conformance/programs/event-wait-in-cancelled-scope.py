import trio


async def other():
    for i in range(4):
        print(f"other {i}")
        await trio.lowlevel.checkpoint()


async def main():
    e = trio.Event()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(other)
        with trio.CancelScope() as scope:
            scope.cancel()
            e.set()
            try:
                await e.wait()
            finally:
                print("set, but cancelled")
        with trio.CancelScope() as scope:
            scope.cancel()
            try:
                await trio.Event().wait()
            finally:
                print("not set, and cancelled")
