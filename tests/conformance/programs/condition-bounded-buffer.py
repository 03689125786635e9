import trio


async def producer(c, count):
    for i in range(count):
        async with c:
            while len(buffer) == 2:
                await c.wait()
            buffer.append(i)
            print(f"put {i}")
            c.notify_all()


async def consumer(c, count):
    for _ in range(count):
        async with c:
            while not buffer:
                await c.wait()
            print(f"took {buffer.pop(0)}")
            c.notify_all()


async def main():
    global buffer
    buffer = []
    c = trio.Condition()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(producer, c, 4, name="p1")
        nursery.start_soon(producer, c, 4, name="p2")
        nursery.start_soon(consumer, c, 8, name="c")
