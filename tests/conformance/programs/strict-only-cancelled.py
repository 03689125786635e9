# options: --strict-exception-groups
import trio


async def one():
    await trio.sleep_forever()


async def two():
    try:
        await trio.sleep_forever()
    finally:
        print("two ends")


async def three():
    await trio.sleep_forever()


async def main():
    async with trio.open_nursery() as n:
        n.start_soon(one)
        n.start_soon(two)
        await trio.lowlevel.checkpoint()
        n.cancel_scope.cancel()
    with trio.move_on_after(1) as s:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(three)
    print(str(s.cancelled_caught).lower(), trio.current_time())
    try:
        with trio.fail_after(1):
            async with trio.open_nursery():
                await trio.sleep_forever()
    except trio.TooSlowError:
        print("bare: nothing groups it")
    async with trio.open_nursery():
        with trio.fail_after(1):
            await trio.sleep_forever()
