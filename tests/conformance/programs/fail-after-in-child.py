import trio


async def slow():
    with trio.fail_after(1):
        await trio.sleep(5)


async def sibling():
    try:
        await trio.sleep_forever()
    finally:
        print(f"sibling ends at {trio.current_time()}")


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(slow)
        nursery.start_soon(sibling)
