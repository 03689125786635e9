import trio


async def ticker():
    for i in range(5):
        print(f"tick {i}")
        await trio.lowlevel.checkpoint()


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(ticker)
        with trio.move_on_after(0):
            try:
                await trio.lowlevel.checkpoint()
            finally:
                print("checkpoint raised")
        with trio.move_on_after(0):
            try:
                await trio.sleep_forever()
            finally:
                print("sleep_forever raised")
