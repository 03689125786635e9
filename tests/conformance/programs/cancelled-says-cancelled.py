# The text of Cancelled, whatever the reason.
# compare: messages
import trio


async def show():
    try:
        await trio.sleep_forever()
    except trio.Cancelled as e:
        print(str(e))
        raise


async def main():
    with trio.move_on_after(1):
        await show()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(show)
        await trio.sleep(1)
        nursery.cancel_scope.cancel()
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(show)
            await trio.sleep(1)
            raise ValueError("body")
    except ValueError as e:
        print(str(e))
