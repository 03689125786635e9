import trio


def word(value):
    return str(value).lower()


async def main():
    with trio.CancelScope() as s:
        print(s.deadline)
        s.deadline = 1
        print(s.deadline)
    await trio.sleep(2)
    print(word(s.cancel_called))
    with trio.CancelScope(deadline=3) as s2:
        await trio.sleep_forever()
    print(word(s2.cancel_called), word(s2.cancelled_caught), trio.current_time())
    with trio.CancelScope() as s3:
        await trio.lowlevel.checkpoint()
        s3.deadline = trio.current_time() + 10
        await trio.lowlevel.checkpoint()
        await trio.sleep(5)
        s3.deadline = trio.current_time() - 4
        for i in range(2):
            try:
                await trio.lowlevel.checkpoint()
                print("not reached")
            except trio.Cancelled:
                print(f"over at {trio.current_time()}")
    print(word(s3.cancelled_caught))
