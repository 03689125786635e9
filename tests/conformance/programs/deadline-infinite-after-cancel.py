import trio


from math import inf

import trio


async def main():
    with trio.move_on_after(1) as s:
        try:
            await trio.sleep_forever()
        except trio.Cancelled:
            s.deadline = inf
        print(f"goes on, deadline {s.deadline}")
        await trio.sleep(1)
        print("not reached")
    print(str(s.cancelled_caught).lower())
    with trio.move_on_after(1) as t:
        t.deadline = inf
        await trio.sleep(3)
        print("never cancelled")
    print(str(t.cancel_called).lower())
