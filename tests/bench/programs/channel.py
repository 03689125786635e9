import sys

import trio


async def produce(sender, messages):
    for i in range(messages):
        await sender.send(i)
    sender.close()


async def bench(messages):
    sender, receiver = trio.open_memory_channel(0)
    t0 = trio.current_time()
    sum = 0
    async with trio.open_nursery() as nursery:
        nursery.start_soon(produce, sender, messages)
        async for value in receiver:
            sum += value
    print("seconds", trio.current_time() - t0)
    print("sum", sum)


trio.run(bench, int(sys.argv[1]))
