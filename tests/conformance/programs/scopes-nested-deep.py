import trio


async def deeper(levels, outermost):
    if levels == 0:
        outermost.cancel()
        await trio.lowlevel.checkpoint()
        return
    with trio.CancelScope():
        await deeper(levels - 1, outermost)
    print("not reached")


async def main():
    with trio.CancelScope() as outermost:
        await deeper(150, outermost)
    print(str(outermost.cancelled_caught).lower())
