import sys

import trio


async def nothing():
    return


async def bench(tasks):
    t0 = trio.current_time()
    async with trio.open_nursery() as nursery:
        for _ in range(tasks):
            nursery.start_soon(nothing)
    print("seconds", trio.current_time() - t0)


trio.run(bench, int(sys.argv[1]))
