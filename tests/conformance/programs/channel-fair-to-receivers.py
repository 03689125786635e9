import trio
import trio.testing


async def receiver(r, name):
    print(f"{name} got {await r.receive()}")


async def main():
    s, r = trio.open_memory_channel(1)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(receiver, r, "first", name="first")
        await trio.testing.wait_all_tasks_blocked()
        await s.send("one")
        try:
            print(r.receive_nowait())
        except trio.WouldBlock:
            print("WouldBlock: it belongs to the first")
    async with trio.open_nursery() as nursery:
        for name in ("a", "b", "c"):
            nursery.start_soon(receiver, r, name, name=name)
        await trio.testing.wait_all_tasks_blocked()
        for i in range(3):
            s.send_nowait(i)
        print(s.statistics().current_buffer_used)
        s.send_nowait(3)
        print(s.statistics().current_buffer_used)
