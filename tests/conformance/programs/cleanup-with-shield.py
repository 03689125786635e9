import trio


async def connection(name):
    try:
        print(f"{name} open")
        await trio.sleep_forever()
    finally:
        with trio.move_on_after(2) as grace:
            grace.shield = True
            if name == "slow":
                await trio.sleep(10)
            else:
                await trio.sleep(1)
            print(f"{name} closed cleanly")
        if grace.cancelled_caught:
            print(f"{name} closed by force")


async def main():
    with trio.move_on_after(1):
        async with trio.open_nursery() as nursery:
            nursery.start_soon(connection, "quick")
            nursery.start_soon(connection, "slow")
    print(f"done at {trio.current_time()}")
