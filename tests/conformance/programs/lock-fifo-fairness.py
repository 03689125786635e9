import trio


async def loopy(lock, name):
    for _ in range(3):
        async with lock:
            record.append(name)
            await trio.lowlevel.checkpoint()


async def main():
    global record
    record = []
    lock = trio.Lock()
    async with trio.open_nursery() as nursery:
        for name in "abc":
            nursery.start_soon(loopy, lock, name, name=name)
    print(" ".join(record))
