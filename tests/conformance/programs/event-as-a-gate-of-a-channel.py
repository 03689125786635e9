import trio


async def producer(s, gate):
    await gate.wait()
    with s:
        for i in range(3):
            await s.send(i)


async def main():
    gate = trio.Event()
    lock = trio.Lock()
    s, r = trio.open_memory_channel(0)
    async with trio.open_nursery() as nursery:
        for n in range(2):
            nursery.start_soon(producer, s.clone(), gate)
        s.close()
        await trio.sleep(1)
        gate.set()
        async with lock:
            async for v in r:
                print(v, str(lock.locked()).lower())
