import trio
import trio.testing


async def sender(s, n):
    try:
        await s.send(n)
        print(f"{n} sent")
    except trio.ClosedResourceError:
        print(f"{n} ClosedResourceError")


async def main():
    s, r = trio.open_memory_channel(0)
    t = s.clone()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(sender, s, 0)
        nursery.start_soon(sender, t, 1)
        nursery.start_soon(sender, s, 2)
        await trio.testing.wait_all_tasks_blocked()
        s.close()
        print(r.statistics().tasks_waiting_send, r.statistics().open_send_channels)
        print(await r.receive())
    try:
        s.send_nowait(5)
    except trio.ClosedResourceError:
        print("nowait ClosedResourceError")
    await s.send(6)
