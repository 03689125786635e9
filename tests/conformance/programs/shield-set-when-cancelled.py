import trio


async def main():
    with trio.move_on_after(0) as outer:
        with trio.CancelScope() as inner:
            inner.shield = True
            await trio.sleep(1)
            print(f"shielded until {trio.current_time()}")
            inner.shield = False
            print("unshielded")
            await trio.sleep(1)
            print("not reached")
    print(str(inner.cancelled_caught).lower(), str(outer.cancelled_caught).lower())
