import sys

import trio


async def sleeper(deadline):
    await trio.sleep_until(deadline)


async def bench(tasks, ahead):
    first = trio.current_time() + ahead
    async with trio.open_nursery() as nursery:
        for i in range(tasks):
            nursery.start_soon(sleeper, first + i * 611953 % tasks / tasks)
    print("late", trio.current_time() - first - 1)


trio.run(bench, int(sys.argv[1]), float(sys.argv[2]))
