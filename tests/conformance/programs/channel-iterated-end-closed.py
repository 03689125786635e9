import trio
import trio.testing


async def consumer(r):
    async for v in r:
        print(f"got {v}")
    print("not reached")


async def main():
    s, r = trio.open_memory_channel(0)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(consumer, r)
        await s.send(1)
        await trio.testing.wait_all_tasks_blocked()
        r.close()
