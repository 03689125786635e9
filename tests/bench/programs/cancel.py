import sys

import trio


async def bench(tasks, ahead):
    deadline = trio.current_time() + ahead
    with trio.move_on_at(deadline):
        async with trio.open_nursery() as nursery:
            for _ in range(tasks):
                nursery.start_soon(trio.sleep_forever)
    print("seconds", trio.current_time() - deadline)


trio.run(bench, int(sys.argv[1]), float(sys.argv[2]))
