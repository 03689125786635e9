import trio


async def cleaning():
    try:
        await trio.sleep_forever()
    finally:
        raise KeyboardInterrupt("while cleaning")


async def waiting():
    await trio.sleep_forever()


async def main():
    with trio.move_on_after(1) as s:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(waiting)
            nursery.start_soon(cleaning)
            nursery.start_soon(waiting)
    print("not reached")
