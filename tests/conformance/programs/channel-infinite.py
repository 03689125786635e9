import trio


async def main():
    s, r = trio.open_memory_channel(float("inf"))
    for i in range(10):
        s.send_nowait(i)
    for i in range(10):
        await s.send(i)
    print(s.statistics().current_buffer_used, s.statistics().max_buffer_size)
    s.close()
    total = 0
    async for v in r:
        total += v
    print(total)
