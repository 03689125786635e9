import trio


async def other():
    for i in range(8):
        print(f"other {i}")
        await trio.lowlevel.checkpoint()


async def main():
    s, r = trio.open_memory_channel(3)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(other)
        for i in range(2):
            await s.send(i)
            print(f"sent {i}")
        print(await r.receive())
        print(await r.receive())
        s.send_nowait("nowait")
        print(r.receive_nowait())
        s.send_nowait("iterated")
        s.close()
        async for v in r:
            print(v)
