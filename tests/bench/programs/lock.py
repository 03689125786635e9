import sys

import trio
import trio.testing


async def visit(lock):
    async with lock:
        pass


async def bench(waiters):
    lock = trio.Lock()
    async with trio.open_nursery() as nursery:
        await lock.acquire()
        for i in range(waiters):
            nursery.start_soon(visit, lock)
        await trio.testing.wait_all_tasks_blocked()
        t0 = trio.current_time()
        lock.release()
    print("seconds", trio.current_time() - t0)


trio.run(bench, int(sys.argv[1]))
