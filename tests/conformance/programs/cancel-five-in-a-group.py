import trio
import trio.testing


async def forever():
    await trio.sleep_forever()


async def crasher():
    raise KeyError("real")


async def main():
    try:
        with trio.CancelScope() as outer:
            try:
                async with trio.open_nursery() as n:
                    n.start_soon(forever, name="t1")
                    n.start_soon(forever, name="t2")
                    n.cancel_scope.cancel()
                    with trio.CancelScope(shield=True):
                        await trio.testing.wait_all_tasks_blocked()
                    n.start_soon(forever, name="t3")
                    outer.cancel()
                    n.start_soon(crasher, name="t4")
            except BaseExceptionGroup as g:
                for e in g.exceptions:
                    print(type(e).__name__)
                raise
    except KeyError as e:
        print(f"left: {e.args[0]}", str(outer.cancelled_caught).lower())
