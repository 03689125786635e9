import trio


async def watcher(scope):
    await trio.sleep(2)
    scope.deadline = 1
    print(f"reading {str(scope.cancel_called).lower()}")
    print("just read")


async def main():
    async with trio.open_nursery() as nursery:
        with trio.CancelScope() as s:
            nursery.start_soon(watcher, s)
            await trio.sleep_forever()
        print(str(s.cancelled_caught).lower(), trio.current_time())
    with trio.CancelScope() as t:
        t.deadline = 0
        print(str(t.cancel_called).lower(), trio.current_effective_deadline())
