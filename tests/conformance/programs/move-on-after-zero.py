import trio


async def main():
    with trio.move_on_after(0) as s:
        print("runs to the first checkpoint")
        await trio.lowlevel.checkpoint()
        print("not reached")
    print(str(s.cancel_called).lower(), str(s.cancelled_caught).lower())
    with trio.move_on_after(0) as t:
        print("no checkpoint inside")
    print(str(t.cancel_called).lower(), str(t.cancelled_caught).lower())
