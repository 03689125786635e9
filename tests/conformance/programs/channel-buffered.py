import trio


async def producer(s):
    async with s:
        for i in range(6):
            await s.send(i)
            print(f"sent {i}, buffer {s.statistics().current_buffer_used}")


async def main():
    s, r = trio.open_memory_channel(2)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(producer, s)
        await trio.sleep(1)
        while True:
            try:
                v = await r.receive()
            except trio.EndOfChannel:
                break
            print(f"got {v}, buffer {r.statistics().current_buffer_used}")
            await trio.sleep(1)
