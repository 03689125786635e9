import trio
import trio.testing


async def receiver(r):
    print(f"got {await r.receive()}")


async def main():
    s, r = trio.open_memory_channel(0)
    for what in ("send", "receive"):
        try:
            if what == "send":
                s.send_nowait(1)
            else:
                r.receive_nowait()
        except trio.WouldBlock:
            print(f"{what} WouldBlock")
    async with trio.open_nursery() as nursery:
        nursery.start_soon(receiver, r)
        await trio.testing.wait_all_tasks_blocked()
        s.send_nowait("direct")
        try:
            s.send_nowait("again")
        except trio.WouldBlock:
            print("WouldBlock")
    async with trio.open_nursery() as nursery:
        nursery.start_soon(s.send, "from the sender", name="send")
        await trio.testing.wait_all_tasks_blocked()
        print(r.receive_nowait())
    s.send_nowait("uncaught")
