import trio


count = 0


def bump(by):
    global count
    count += by
    return count


async def worker(name):
    i = 0
    while i < 3:
        i += 1
        print(name, bump(i))
        await trio.lowlevel.checkpoint()


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(worker, "a")
        nursery.start_soon(worker, "b")
    print(f"count is {count}")
