import trio


async def waiter(e, n):
    print(f"{n} waits")
    await e.wait()
    print(f"{n} goes on at {trio.current_time()}")


async def main():
    e = trio.Event()
    async with trio.open_nursery() as nursery:
        for n in range(4):
            nursery.start_soon(waiter, e, n)
        await trio.sleep(1)
        print("set")
        e.set()
        print("after set")
    print("all done")
