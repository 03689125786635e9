import trio


async def main():
    s, r = trio.open_memory_channel(5)
    for i in range(5):
        s.send_nowait(i)
    async for v in r:
        print(v)
        if v == 1:
            break
    async for v in r:
        print(f"again {v}")
        if v == 3:
            break
    print(r.statistics().open_receive_channels)
    s.close()
    async for v in r:
        print(f"last {v}")
    async for v in r:
        print("not reached")
    print(r.statistics().open_receive_channels)
