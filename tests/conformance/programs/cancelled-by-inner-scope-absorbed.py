import trio


async def main():
    with trio.move_on_after(1) as outer:
        try:
            await trio.sleep_forever()
        except trio.Cancelled as kept:
            with trio.CancelScope() as inner:
                inner.cancel()
                inner.shield = True
                raise kept
            print("absorbed by the shielded scope")
        await trio.lowlevel.checkpoint()
    print(str(inner.cancelled_caught).lower(), str(outer.cancelled_caught).lower())
