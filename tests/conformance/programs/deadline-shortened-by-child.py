import trio


async def hurry(scope):
    await trio.sleep(1)
    scope.deadline = trio.current_time() + 0.5
    print(f"deadline {scope.deadline}")


async def main():
    async with trio.open_nursery() as nursery:
        with trio.move_on_after(100) as s:
            nursery.start_soon(hurry, s)
            await trio.sleep_forever()
        print(f"left at {trio.current_time()}")
