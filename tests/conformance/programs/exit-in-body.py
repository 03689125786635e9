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
            raise SystemExit(3)
        finally:
            print(f"unwinding at {trio.current_time()}")
    print("not reached")
