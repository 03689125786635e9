import trio
import trio.testing


async def main():
    scope = trio.CancelScope()

    async def first():
        with scope:
            await trio.sleep_forever()

    async with trio.open_nursery() as nursery:
        nursery.start_soon(first)
        await trio.testing.wait_all_tasks_blocked()
        try:
            with scope:
                print("not reached")
        except RuntimeError as e:
            print(e.args[0])
        scope.cancel()
    print(str(scope.cancelled_caught).lower())
