import trio


async def consumer(r, name):
    with r:
        async for v in r:
            print(f"{name} got {v}")
    print(f"{name} ends")


async def main():
    s, r = trio.open_memory_channel(0)
    async with trio.open_nursery() as nursery:
        with r:
            for name in "abc":
                nursery.start_soon(consumer, r.clone(), name, name=name)
        with s:
            for i in range(7):
                await s.send(i)
    print(s.statistics().open_receive_channels)
