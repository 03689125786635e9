import trio


async def main():
    async with trio.open_nursery() as nursery:
        for name in ("red", "green", "blue"):
            async def block(name=name):
                print(f"{name} starts")
                await trio.lowlevel.checkpoint()
                print(f"{name} ends")

            nursery.start_soon(block, name=name)
