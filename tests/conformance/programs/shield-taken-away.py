import trio


async def work(scope):
    with scope:
        scope.shield = True
        try:
            await trio.sleep(10)
        finally:
            print(f"work cancelled at {trio.current_time()}")


async def main():
    with trio.move_on_after(1) as outer:
        scope = trio.CancelScope()
        async with trio.open_nursery() as nursery:
            nursery.start_soon(work, scope)
            with trio.CancelScope(shield=True):
                await trio.sleep(3)
                scope.shield = False
                print(f"shield gone at {trio.current_time()}")
    print(str(outer.cancelled_caught).lower())
