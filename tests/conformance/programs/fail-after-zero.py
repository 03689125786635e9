import trio


async def main():
    with trio.fail_after(0) as s:
        print("no checkpoint, no failure")
    print(str(s.cancel_called).lower())
    with trio.fail_after(0):
        await trio.lowlevel.checkpoint()
    print("not reached")
