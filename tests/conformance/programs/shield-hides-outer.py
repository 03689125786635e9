import trio


async def main():
    with trio.move_on_after(1) as outer:
        with trio.CancelScope(shield=True):
            await trio.sleep(3)
            print(f"shielded until {trio.current_time()}")
        print("between")
        await trio.lowlevel.checkpoint()
        print("not reached")
    print(str(outer.cancelled_caught).lower(), trio.current_time())
