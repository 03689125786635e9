import trio


log = []


async def worker(name, times):
    mine = list(log)
    for t in times:
        await trio.sleep(t)
        log.append(f"{name} at {trio.current_time()}")
        mine.append(t)
    print(f"{name} has {len(mine)}")


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(worker, "a", [1, 2])
        nursery.start_soon(worker, "b", [2, 2, 1])
    for i, line in enumerate(log):
        print(f"{i}: {line}")
