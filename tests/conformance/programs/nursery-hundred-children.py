import trio


ended = 0


async def child(i):
    global ended
    await trio.sleep(i % 3)
    ended += 1


async def main():
    async with trio.open_nursery() as nursery:
        for i in range(100):
            nursery.start_soon(child, i)
    print(f"{ended} ended at {trio.current_time()}")
