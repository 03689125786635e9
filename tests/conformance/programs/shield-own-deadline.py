import trio


async def main():
    with trio.move_on_after(1) as outer:
        with trio.move_on_after(2) as inner:
            inner.shield = True
            await trio.sleep(10)
        print(f"inner left at {trio.current_time()}: {str(inner.cancelled_caught).lower()}")
        await trio.sleep(1)
        print("not reached")
    print(str(outer.cancelled_caught).lower(), trio.current_time())
