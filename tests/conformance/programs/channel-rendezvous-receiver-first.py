import trio
import trio.testing


async def consumer(r):
    while True:
        try:
            v = await r.receive()
        except trio.EndOfChannel:
            print("end")
            return
        print(f"got {v}")


async def main():
    s, r = trio.open_memory_channel(0)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(consumer, r)
        await trio.testing.wait_all_tasks_blocked()
        for i in range(4):
            await s.send(i)
            print(f"sent {i}")
        s.close()
        print("closed")
