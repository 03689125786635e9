import trio


async def sender(s, n):
    await s.send(n)


async def main():
    s, r = trio.open_memory_channel(3)
    async with trio.open_nursery() as nursery:
        for n in range(30):
            nursery.start_soon(sender, s, n)
        await trio.lowlevel.checkpoint()
        got = [await r.receive() for _ in range(30)]
    print(str(got == list(range(30))).lower(), trio.current_time())
