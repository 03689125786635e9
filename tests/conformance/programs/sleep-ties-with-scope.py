import trio


async def main():
    with trio.move_on_after(1) as s:
        await trio.sleep(1)
        print("not reached")
    print(str(s.cancelled_caught).lower())
    with trio.move_on_after(1) as t:
        await trio.sleep(0.5)
        await trio.sleep(0.25)
        print("reached")
    print(str(t.cancelled_caught).lower(), trio.current_time())
