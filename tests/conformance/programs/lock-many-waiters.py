import trio
import trio.testing


async def visit(lock, n):
    async with lock:
        record.append(n)


async def main():
    global record
    record = []
    lock = trio.Lock()
    async with trio.open_nursery() as nursery:
        await lock.acquire()
        for n in range(40):
            nursery.start_soon(visit, lock, n)
        await trio.testing.wait_all_tasks_blocked()
        print(f"{lock.statistics().tasks_waiting} waiting")
        lock.release()
    print(str(record == list(range(40))).lower())
