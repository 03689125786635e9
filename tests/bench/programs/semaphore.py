import sys

import trio


async def visit(units):
    async with units:
        await trio.lowlevel.checkpoint()


async def bench(waiters):
    units = trio.Semaphore(10)
    t0 = trio.current_time()
    async with trio.open_nursery() as nursery:
        for _ in range(waiters):
            nursery.start_soon(visit, units)
    print("seconds", trio.current_time() - t0)


trio.run(bench, int(sys.argv[1]))
