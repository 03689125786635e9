import trio
import trio.testing


async def sender(s, v):
    await s.send(v)
    print(f"{v} sent")


async def main():
    s, r = trio.open_memory_channel(2)
    async with trio.open_nursery() as nursery:
        for v in range(5):
            nursery.start_soon(sender, s, v)
        await trio.testing.wait_all_tasks_blocked()
        for _ in range(5):
            st = r.statistics()
            print(f"buffer {st.current_buffer_used}, {st.tasks_waiting_send} waiting")
            print(f"got {await r.receive()}")
