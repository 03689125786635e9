import trio


async def main():
    with trio.move_on_after(5) as s:
        s.cancel()
        async with trio.open_nursery():
            pass
        print("not reached")
    print(str(s.cancelled_caught).lower())
