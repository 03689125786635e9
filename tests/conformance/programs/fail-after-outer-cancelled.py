import trio


async def main():
    with trio.move_on_after(1) as outer:
        try:
            with trio.fail_after(5) as inner:
                await trio.sleep_forever()
        except trio.TooSlowError:
            print("not reached")
    print(*(str(x).lower() for x in (outer.cancelled_caught, inner.cancel_called, inner.cancelled_caught)))
