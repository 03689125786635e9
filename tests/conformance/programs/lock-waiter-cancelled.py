import trio


async def worker(lock, name, patience):
    with trio.move_on_after(patience) as scope:
        async with lock:
            print(f"{name} has it at {trio.current_time()}")
    print(f"{name} {str(scope.cancelled_caught).lower()}")


async def main():
    lock = trio.Lock()
    await lock.acquire()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(worker, lock, "a", 10, name="a")
        nursery.start_soon(worker, lock, "b", 1, name="b")
        nursery.start_soon(worker, lock, "c", 10, name="c")
        await trio.sleep(2)
        print(f"{lock.statistics().tasks_waiting} waiting")
        lock.release()
