import trio


async def leaving():
    await trio.sleep(1)
    raise SystemExit(7)


async def sibling():
    try:
        await trio.sleep(5)
    finally:
        print(f"sibling ends at {trio.current_time()}")


async def main():
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(leaving)
            async with trio.open_nursery() as inner:
                inner.start_soon(sibling)
    except Exception:
        print("not reached")
