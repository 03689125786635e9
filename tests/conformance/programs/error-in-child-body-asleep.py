import trio


async def failing():
    await trio.sleep(1)
    raise ValueError("child failed")


async def main():
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(failing)
            try:
                await trio.sleep(10)
            finally:
                print(f"body ends at {trio.current_time()}")
    except ValueError as e:
        print(f"{type(e).__name__}: {e}")
    await trio.lowlevel.checkpoint()
    print("goes on")
