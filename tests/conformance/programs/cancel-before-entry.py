import trio


async def main():
    s = trio.CancelScope()
    s.cancel()
    print(str(s.cancel_called).lower())
    with s:
        print("runs to the first checkpoint")
        await trio.sleep(1)
        print("not reached")
    print(str(s.cancelled_caught).lower(), trio.current_time())
