import trio


async def shielded():
    with trio.CancelScope(shield=True):
        await trio.sleep(2)
    print(f"shielded child done at {trio.current_time()}")


async def main():
    with trio.move_on_after(1) as s:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(shielded)
        print("not reached")
    print(str(s.cancelled_caught).lower(), trio.current_time())
