import trio


async def limited(name):
    with trio.move_on_after(1):
        await trio.sleep_forever()
    print(f"{name} left")


async def napping(name):
    await trio.sleep(1)
    print(f"{name} woke")


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(limited, "a")
        nursery.start_soon(napping, "b")
        nursery.start_soon(limited, "c")
        nursery.start_soon(napping, "d")
