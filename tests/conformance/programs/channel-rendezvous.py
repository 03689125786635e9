import trio


async def producer(s):
    for i in range(3):
        print(f"send {i}")
        await s.send(i)
        print(f"sent {i}")
    s.close()


async def main():
    s, r = trio.open_memory_channel(0)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(producer, s)
        async for v in r:
            print(f"got {v}")
    print("end")
