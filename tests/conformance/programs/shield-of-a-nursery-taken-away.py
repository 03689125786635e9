import trio
import trio.testing


async def sleeper():
    print("sleeping")
    try:
        await trio.sleep_forever()
    except trio.Cancelled:
        print("cancelled")


async def main():
    with trio.CancelScope() as outer:
        async with trio.open_nursery() as n:
            outer.cancel()
            n.cancel_scope.shield = True
            n.start_soon(sleeper)
            await trio.testing.wait_all_tasks_blocked()
            print("the shield goes")
            n.cancel_scope.shield = False
            with trio.CancelScope(shield=True):
                await trio.testing.wait_all_tasks_blocked()
                print("seen")
    print(str(outer.cancelled_caught).lower())
