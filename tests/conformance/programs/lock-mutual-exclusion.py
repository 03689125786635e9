import trio


async def worker(lock, n):
    for i in range(2):
        async with lock:
            print(f"{n} in")
            await trio.sleep(1)
            print(f"{n} out at {trio.current_time()}")


async def main():
    lock = trio.Lock()
    async with trio.open_nursery() as nursery:
        for n in range(3):
            nursery.start_soon(worker, lock, n)
    print(str(lock.locked()).lower())
