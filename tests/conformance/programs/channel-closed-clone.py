import trio


async def main():
    s, r = trio.open_memory_channel(1)
    s2 = s.clone()
    s.close()
    s.close()
    print(s2.statistics().open_send_channels)
    s2.send_nowait("through the clone")
    s2.close()
    print(r.receive_nowait())
    for end in (s, s2):
        try:
            end.clone()
        except trio.ClosedResourceError:
            print("ClosedResourceError")
    r.close()
    r.close()
    print(r.statistics().open_receive_channels)
    r.clone()
