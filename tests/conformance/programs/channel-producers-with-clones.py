import trio


async def producer(s, name, count):
    with s:
        for i in range(count):
            await s.send(f"{name}{i}")


async def main():
    s, r = trio.open_memory_channel(0)
    async with trio.open_nursery() as nursery:
        with s:
            for n, name in enumerate("abc"):
                nursery.start_soon(producer, s.clone(), name, n + 1, name=name)
        print(r.statistics().open_send_channels)
        async for v in r:
            print(v)
    print("end", r.statistics().open_send_channels)
