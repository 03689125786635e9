import trio


async def child(name):
    await trio.sleep(2)
    print(f"{name} done at {trio.current_time()}")


async def main():
    with trio.move_on_after(1) as s:
        with trio.CancelScope(shield=True):
            async with trio.open_nursery() as nursery:
                nursery.start_soon(child, "a")
                nursery.start_soon(child, "b")
            print("nursery closed")
    print(str(s.cancel_called).lower(), str(s.cancelled_caught).lower())
