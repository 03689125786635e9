import trio


async def main():
    with trio.CancelScope(deadline=1) as outer:
        with trio.CancelScope(shield=True, deadline=4) as inner:
            with trio.move_on_after(2):
                await trio.sleep_forever()
            print(f"innermost left at {trio.current_time()}")
            await trio.sleep_forever()
        print(f"inner left at {trio.current_time()}")
        await trio.lowlevel.checkpoint()
        print("not reached")
    print(*(str(x).lower() for x in (inner.shield, inner.cancelled_caught, outer.cancelled_caught)))
