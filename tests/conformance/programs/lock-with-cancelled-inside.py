import trio


async def worker(lock, n):
    with trio.move_on_after(1.5):
        async with lock:
            print(f"{n} in at {trio.current_time()}")
            await trio.sleep(1)
            print(f"{n} done at {trio.current_time()}")
    print(f"{n} left at {trio.current_time()}")


async def main():
    lock = trio.Lock()
    async with trio.open_nursery() as nursery:
        for n in range(3):
            nursery.start_soon(worker, lock, n)
    print(str(lock.locked()).lower())
