import trio


async def waiter():
    try:
        await trio.sleep_forever()
    finally:
        print(f"waiter ends at {trio.current_time()}")


async def main():
    with trio.move_on_after(2) as s:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(waiter)
            nursery.start_soon(waiter)
    print(str(s.cancel_called).lower(), str(s.cancelled_caught).lower())
