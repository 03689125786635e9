import trio


async def main():
    with trio.move_on_after(5) as outer:
        with trio.move_on_after(1) as inner:
            await trio.sleep(10)
        print(f"inner left at {trio.current_time()}")
        await trio.sleep(1)
        print("outer goes on")
    print(str(outer.cancel_called).lower(), str(inner.cancelled_caught).lower())
