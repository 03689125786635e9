import trio
import trio.testing


async def sender(s, n):
    try:
        await s.send(n)
    except trio.BrokenResourceError:
        print(f"{n} BrokenResourceError")


async def main():
    s, r = trio.open_memory_channel(1)
    async with trio.open_nursery() as nursery:
        s.send_nowait("lost")
        for n in range(3):
            nursery.start_soon(sender, s, n)
        await trio.testing.wait_all_tasks_blocked()
        print(s.statistics().tasks_waiting_send, s.statistics().current_buffer_used)
        r.close()
        print(s.statistics().tasks_waiting_send, s.statistics().current_buffer_used)
    try:
        s.send_nowait(1)
    except trio.BrokenResourceError:
        print("nowait BrokenResourceError")
    await s.send(2)
