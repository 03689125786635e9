import trio


async def child():
    await trio.sleep(3)
    print(f"child done at {trio.current_time()}")


async def main():
    async with trio.open_nursery() as nursery:
        with trio.move_on_after(1) as s:
            nursery.start_soon(child)
            await trio.sleep_forever()
        print(f"scope left at {trio.current_time()}")
    print(str(s.cancelled_caught).lower())
