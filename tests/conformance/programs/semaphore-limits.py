import trio


async def worker(s, n):
    async with s:
        print(f"{n} in at {trio.current_time()}, {s.value} left")
        await trio.sleep(1)


async def main():
    s = trio.Semaphore(2)
    async with trio.open_nursery() as nursery:
        for n in range(5):
            nursery.start_soon(worker, s, n)
    print(s.value)
