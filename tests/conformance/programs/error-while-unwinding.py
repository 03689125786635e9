import trio


async def slow_cleanup():
    try:
        await trio.sleep_forever()
    finally:
        with trio.CancelScope(shield=True):
            await trio.sleep(2)
        print(f"cleaned up at {trio.current_time()}")
        raise KeyError("in cleanup")


async def failing():
    await trio.sleep(1)
    raise ValueError("cause")


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(slow_cleanup)
        nursery.start_soon(failing)
        try:
            await trio.sleep_forever()
        finally:
            print(f"body ends at {trio.current_time()}")
