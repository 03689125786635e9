import trio


async def failing():
    await trio.sleep(1)
    raise ValueError("after the return")


async def answer():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(failing)
        return 42


async def main():
    try:
        v = await answer()
        print(f"not reached {v}")
    except ValueError as e:
        print(str(e))
