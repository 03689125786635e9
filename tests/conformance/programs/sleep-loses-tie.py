import trio


async def failing():
    await trio.sleep(1)
    raise ValueError("first")


async def napping():
    await trio.sleep(1)
    print("not reached")


async def main():
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(failing)
            nursery.start_soon(napping)
    except ValueError as e:
        print(f"caught {e}")
