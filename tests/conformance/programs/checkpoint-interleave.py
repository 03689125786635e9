import trio


async def worker(name, turns):
    for i in range(turns):
        print(name, i)
        await trio.lowlevel.checkpoint()
    print(f"{name} ends")


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(worker, "a", 3)
        nursery.start_soon(worker, "b", 4)
        nursery.start_soon(worker, "c", 2)
