import trio


async def main():
    with trio.CancelScope() as s:
        await trio.lowlevel.checkpoint()
        s.cancel()
        print("no checkpoint after")
    print(str(s.cancel_called).lower(), str(s.cancelled_caught).lower())
    await trio.lowlevel.checkpoint()
    print("after")
