import trio


async def into(r, out):
    await out.send(await r.receive())


async def first_of(a, b):
    s, r = trio.open_memory_channel(2)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(into, a, s)
        nursery.start_soon(into, b, s)
        value = await r.receive()
        nursery.cancel_scope.cancel()
    return value


async def later(s, seconds, value):
    await trio.sleep(seconds)
    await s.send(value)


async def main():
    sa, ra = trio.open_memory_channel(1)
    sb, rb = trio.open_memory_channel(1)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(later, sa, 2, "a")
        nursery.start_soon(later, sb, 1, "b")
        print(await first_of(ra, rb), trio.current_time())
        print(await first_of(ra, rb), trio.current_time())
