import trio


async def main():
    with trio.move_on_after(5) as s:
        await trio.sleep(1)
        print("in time")
    print(str(s.cancel_called).lower(), str(s.cancelled_caught).lower())
    await trio.sleep(10)
    print(str(s.cancel_called).lower(), trio.current_time())
