import trio


async def loopy(s, name):
    for _ in range(3):
        async with s:
            record.append(name)
            await trio.lowlevel.checkpoint()


async def main():
    global record
    record = []
    s = trio.Semaphore(2)
    async with trio.open_nursery() as nursery:
        for name in "abcde":
            nursery.start_soon(loopy, s, name, name=name)
    print(" ".join(record))
