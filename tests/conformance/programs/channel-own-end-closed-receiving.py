import trio
import trio.testing


async def receiver(r, n):
    try:
        print(f"{n} got {await r.receive()}")
    except trio.ClosedResourceError:
        print(f"{n} ClosedResourceError")


async def main():
    s, r = trio.open_memory_channel(0)
    q = r.clone()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(receiver, r, 0)
        nursery.start_soon(receiver, q, 1)
        nursery.start_soon(receiver, r, 2)
        await trio.testing.wait_all_tasks_blocked()
        r.close()
        print(s.statistics().tasks_waiting_receive, s.statistics().open_receive_channels)
        await s.send("x")
    try:
        r.receive_nowait()
    except trio.ClosedResourceError:
        print("nowait ClosedResourceError")
    await r.receive()
