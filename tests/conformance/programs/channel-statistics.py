import trio
import trio.testing


def show(channel):
    st = channel.statistics()
    print(st.current_buffer_used, st.max_buffer_size, st.open_send_channels,
          st.open_receive_channels, st.tasks_waiting_send, st.tasks_waiting_receive)


async def sender(s, v):
    await s.send(v)


async def receiver(r):
    await r.receive()


async def main():
    s, r = trio.open_memory_channel(2)
    show(s)
    s.send_nowait(1)
    show(r)
    s2 = s.clone()
    r2, r3 = r.clone(), r.clone()
    show(s2)
    r3.close()
    s2.send_nowait(2)
    show(r2)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(sender, s2, 3)
        nursery.start_soon(sender, s, 4)
        await trio.testing.wait_all_tasks_blocked()
        show(s)
        await r.receive()
        show(s)
        await r2.receive()
        show(s)
    await r.receive()
    await r.receive()
    show(r)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(receiver, r)
        nursery.start_soon(receiver, r2)
        await trio.testing.wait_all_tasks_blocked()
        show(s)
        s.send_nowait(5)
        s.send_nowait(6)
        show(s)
    s.close()
    s2.close()
    r.close()
    show(r2)
