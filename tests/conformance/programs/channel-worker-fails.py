import trio


async def worker(r, name):
    async for v in r:
        print(f"{name} got {v}")
        if v == 3:
            raise ValueError("bad value")
        await trio.lowlevel.checkpoint()


async def main():
    s, r = trio.open_memory_channel(0)
    try:
        async with trio.open_nursery() as nursery:
            for name in "ab":
                nursery.start_soon(worker, r, name, name=name)
            for i in range(10):
                await s.send(i)
                print(f"sent {i}")
    except ValueError as e:
        print(e)
    print(s.statistics().tasks_waiting_send, s.statistics().tasks_waiting_receive)
