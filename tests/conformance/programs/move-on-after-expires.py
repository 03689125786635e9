import trio


async def main():
    print("start")
    with trio.move_on_after(1) as s:
        print("inside")
        await trio.sleep(5)
        print("not reached")
    print(f"left at {trio.current_time()}")
    print(str(s.cancel_called).lower(), str(s.cancelled_caught).lower(), s.deadline)
