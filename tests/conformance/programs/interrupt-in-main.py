import trio


async def child():
    try:
        await trio.sleep_forever()
    finally:
        print("child ends")


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(child)
        await trio.sleep(1)
        try:
            raise KeyboardInterrupt("by hand")
        except Exception:
            print("not reached")
        finally:
            print(f"body ends at {trio.current_time()}")
