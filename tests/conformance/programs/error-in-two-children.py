import trio


async def failing(kind):
    print(f"{kind} fails")
    if kind == "value":
        raise ValueError("first")
    else:
        raise KeyError("second")


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(failing, "value")
        nursery.start_soon(failing, "key")
