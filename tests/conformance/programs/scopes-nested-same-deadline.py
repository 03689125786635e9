import trio


async def main():
    with trio.move_on_after(1) as outer:
        with trio.move_on_after(1) as inner:
            await trio.sleep(10)
        print("not reached")
    print(*(str(x).lower() for x in (outer.cancelled_caught, inner.cancel_called, inner.cancelled_caught)))
