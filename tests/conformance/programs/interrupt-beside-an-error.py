import trio


async def interrupting():
    raise KeyboardInterrupt("by hand")


async def failing():
    raise ValueError("and an error")


async def waiting():
    await trio.sleep_forever()


async def outer():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(interrupting)
        nursery.start_soon(waiting)
        nursery.start_soon(failing)


async def main():
    try:
        await outer()
    except ExceptionGroup:
        print("not reached: the group is no ExceptionGroup")
    except BaseExceptionGroup as g:
        print(f"BaseExceptionGroup of {len(g.exceptions)}")
    async with trio.open_nursery() as nursery:
        nursery.start_soon(outer)
        nursery.start_soon(failing)
