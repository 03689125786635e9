import trio


async def slow():
    with trio.CancelScope(shield=True):
        await trio.sleep(3)
    print(f"slow ends at {trio.current_time()}")


async def failing():
    await trio.sleep(1)
    raise ValueError("failing")


async def main():
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(slow)
            nursery.start_soon(failing)
            try:
                await trio.sleep_forever()
            finally:
                print(f"body ends at {trio.current_time()}")
    except ValueError:
        print(f"left at {trio.current_time()}")
