import trio


async def failing():
    raise ValueError("alone")


async def main():
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(failing)
    except* ValueError as eg:
        print(f"{type(eg).__name__} of {len(eg.exceptions)}: {eg.exceptions[0]}")
    print("goes on")
