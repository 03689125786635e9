import trio


async def main():
    with trio.CancelScope(deadline=0) as now:
        try:
            await trio.lowlevel.checkpoint()
            print("not reached")
        except trio.Cancelled:
            print("noticed")
            raise
    print(str(now.cancelled_caught).lower())
    with trio.CancelScope() as moved:
        moved.deadline = trio.current_time()
        print("nothing yet")
        try:
            await trio.lowlevel.checkpoint()
            print("not reached")
        except trio.Cancelled:
            print("noticed, too")
            raise
    print(str(moved.cancelled_caught).lower(), trio.current_time())
