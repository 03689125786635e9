# compare: messages
import trio


async def converting(message):
    try:
        await trio.sleep_forever()
    finally:
        raise ValueError(message)


async def waiting():
    await trio.sleep_forever()


async def main():
    with trio.move_on_after(1) as s:
        async with trio.open_nursery() as outer:
            outer.start_soon(waiting)
            async with trio.open_nursery() as inner:
                inner.start_soon(waiting)
                inner.start_soon(converting, "the only one")
