import trio


async def other():
    for i in range(4):
        print(f"other {i}")
        await trio.lowlevel.checkpoint()


async def main():
    s, r = trio.open_memory_channel(0)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(other)
        await trio.lowlevel.checkpoint()
        s2 = s.clone()
        s.close()
        try:
            await s.send(1)
        except trio.ClosedResourceError:
            print("closed")
        s2.close()
        try:
            await r.receive()
        except trio.EndOfChannel:
            print("end")
        async for v in r:
            print(v)
        print("empty loop")
        s, r = trio.open_memory_channel(0)
        r.close()
        try:
            await s.send(1)
        except trio.BrokenResourceError:
            print("broken")
        await trio.lowlevel.checkpoint()
        print("one pass later")
