import trio


async def careful():
    try:
        await trio.sleep(1)
        raise ValueError("handled")
    except ValueError as e:
        print(f"handled {e}")
    else:
        print("not reached")
    finally:
        print("finally")


async def other():
    await trio.sleep(2)
    print("other goes on")


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(careful)
        nursery.start_soon(other)
