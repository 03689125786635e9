import trio


async def closer(s, r):
    await trio.sleep(1)
    s.close()
    await trio.sleep(1)
    r.close()


async def main():
    s, r = trio.open_memory_channel(0)
    keep = s.clone()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(closer, s, r)
        try:
            await s.send(1)
        except trio.ClosedResourceError:
            print(f"closed at {trio.current_time()}")
        try:
            await keep.send(2)
        except trio.BrokenResourceError:
            print(f"broken at {trio.current_time()}")
        keep.close()
