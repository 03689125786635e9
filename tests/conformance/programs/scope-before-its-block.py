import trio
import trio.testing


def word(value):
    return str(value).lower()


async def until_cancelled(scope):
    with scope:
        with trio.fail_after(1):
            await trio.sleep_forever()
    print(f"left at {trio.current_time()}")


async def main():
    early = trio.CancelScope()
    early.cancel()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(until_cancelled, early)
    late = trio.CancelScope()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(until_cancelled, late)
        await trio.testing.wait_all_tasks_blocked()
        late.cancel()
    guard = trio.CancelScope()
    guard.shield = True
    with trio.CancelScope() as outer:
        with guard:
            outer.cancel()
            await trio.lowlevel.checkpoint()
            print("behind the shield")
            guard.shield = False
            try:
                await trio.lowlevel.checkpoint()
            except trio.Cancelled:
                print("and without")
    timed = trio.CancelScope()
    timed.deadline = 2
    with timed:
        await trio.sleep_forever()
    print(word(timed.cancelled_caught), trio.current_time())
    with trio.CancelScope() as done:
        await trio.lowlevel.checkpoint()
    done.cancel()
    await trio.lowlevel.checkpoint()
    print(word(done.cancel_called), word(done.cancelled_caught))
    try:
        with done:
            print("not reached")
    except RuntimeError as e:
        print(e.args[0])
    with trio.CancelScope() as open:
        try:
            with open:
                print("not reached")
        except RuntimeError as e:
            print(e.args[0])
