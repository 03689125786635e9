import trio


async def main():
    with trio.move_on_after(1) as s:
        for i in range(3):
            try:
                await trio.sleep(5)
                print("not reached")
            except trio.Cancelled:
                print(f"swallowed {i}")
        print("end of the block")
    print(str(s.cancel_called).lower(), str(s.cancelled_caught).lower(), trio.current_time())
