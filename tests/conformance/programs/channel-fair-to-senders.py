import trio
import trio.testing


async def sender(s, v):
    await s.send(v)
    print(f"{v} sent")


async def main():
    s, r = trio.open_memory_channel(1)
    await s.send(0)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(sender, s, 1)
        nursery.start_soon(sender, s, 2)
        await trio.testing.wait_all_tasks_blocked()
        print(await r.receive())
        try:
            s.send_nowait("barging")
        except trio.WouldBlock:
            print("WouldBlock: the place belongs to the waiting")
        print(r.statistics().current_buffer_used, r.statistics().tasks_waiting_send)
        print(r.receive_nowait(), r.receive_nowait())
        s.send_nowait(3)
    print(await r.receive())
