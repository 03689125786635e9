import sys

import trio


async def take_turns(turns):
    for _ in range(turns):
        await trio.lowlevel.checkpoint()


async def bench(tasks, turns):
    t0 = trio.current_time()
    async with trio.open_nursery() as nursery:
        for _ in range(tasks):
            nursery.start_soon(take_turns, turns)
    print("seconds", trio.current_time() - t0)


trio.run(bench, int(sys.argv[1]), int(sys.argv[2]))
