import trio


async def main():
    s, r = trio.open_memory_channel(1)
    s.send_nowait("kept")
    s = None
    print(await r.receive(), r.statistics().open_send_channels)
    with trio.move_on_after(1) as scope:
        await r.receive()
    print(str(scope.cancelled_caught).lower())
