import trio


async def interrupting():
    await trio.sleep(1)
    raise KeyboardInterrupt("by hand")


async def sibling():
    try:
        await trio.sleep_forever()
    finally:
        print("sibling ends")


async def main():
    try:
        with trio.move_on_after(5) as s:
            async with trio.open_nursery() as nursery:
                nursery.start_soon(interrupting)
                nursery.start_soon(sibling)
    except KeyboardInterrupt as e:
        caught = str(s.cancelled_caught).lower()
        print(f"{type(e).__name__} at {trio.current_time()}, caught by the scope: {caught}")
