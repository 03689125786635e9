import trio


def word(value):
    return str(value).lower()


async def main():
    with trio.CancelScope() as s:
        s.cancel()
        s.cancel()
        await trio.lowlevel.checkpoint()
        print("not reached")
    print(word(s.cancel_called), word(s.cancelled_caught))
    with trio.CancelScope() as again:
        again.cancel()
        for i in range(3):
            try:
                await trio.sleep_forever()
            except trio.Cancelled:
                print("cancelled once more")
        again.cancel()
        print("still here")
    print(word(again.cancel_called), word(again.cancelled_caught))
