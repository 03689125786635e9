import trio


async def main():
    s, r = trio.open_memory_channel(2)
    with s:
        await s.send("inside")
    try:
        s.send_nowait("outside")
    except trio.ClosedResourceError:
        print("ClosedResourceError")
    with r as end:
        print(await end.receive())
        print(r.statistics().open_receive_channels)
    print(r.statistics().open_receive_channels)
    s, r = trio.open_memory_channel(2)
    try:
        with s, r:
            raise ValueError("inside")
    except ValueError:
        print(s.statistics().open_send_channels, s.statistics().open_receive_channels)
    with trio.move_on_after(1):
        s, r = trio.open_memory_channel(0)
        with s, r:
            await r.receive()
    print(s.statistics().open_send_channels, trio.current_time())
