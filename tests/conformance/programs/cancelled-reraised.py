import trio


async def work():
    try:
        await trio.sleep_forever()
    except trio.Cancelled:
        print("work cleans up")
        raise


async def main():
    with trio.move_on_after(1) as s:
        await work()
    print(str(s.cancelled_caught).lower())
    with trio.CancelScope() as t:
        t.cancel()
        try:
            await trio.lowlevel.checkpoint()
        except trio.Cancelled as c:
            raise c
        print("not reached")
    print(str(t.cancelled_caught).lower())
