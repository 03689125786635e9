import trio


def words(*values):
    return " ".join(str(value).lower() for value in values)


async def main():
    with trio.CancelScope() as s1:
        with trio.CancelScope() as s2:
            with trio.CancelScope() as s3:
                s3.cancel()
                s2.cancel()
                await trio.sleep_forever()
            print("not reached")
        print("behind s2")
    print(words(s3.cancel_called, s3.cancelled_caught, s2.cancel_called, s2.cancelled_caught,
                s1.cancel_called, s1.cancelled_caught))
    with trio.CancelScope() as pending:
        pending.cancel()
    await trio.lowlevel.checkpoint()
    print(words(pending.cancel_called, pending.cancelled_caught))
