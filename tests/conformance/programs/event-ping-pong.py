import trio


async def ping(events, rounds):
    for i in range(rounds):
        print(f"ping {i}")
        events[2 * i].set()
        await events[2 * i + 1].wait()


async def pong(events, rounds):
    for i in range(rounds):
        await events[2 * i].wait()
        print(f"pong {i}")
        events[2 * i + 1].set()


async def main():
    events = [trio.Event() for _ in range(6)]
    async with trio.open_nursery() as nursery:
        nursery.start_soon(ping, events, 3)
        nursery.start_soon(pong, events, 3)
