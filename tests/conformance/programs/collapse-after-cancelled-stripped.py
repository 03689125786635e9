# compare: messages
import trio


async def converting():
    try:
        await trio.sleep_forever()
    except trio.Cancelled:
        raise KeyError("instead of Cancelled")


async def waiting():
    await trio.sleep_forever()


async def main():
    async with trio.open_nursery() as n:
        n.start_soon(converting)
        n.start_soon(waiting)
        await trio.sleep(1)
        n.cancel_scope.cancel()
