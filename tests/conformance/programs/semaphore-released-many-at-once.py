import trio


async def taker(s, n):
    await s.acquire()
    print(f"{n} at {trio.current_time()}")


async def main():
    s = trio.Semaphore(0)
    async with trio.open_nursery() as nursery:
        for n in range(5):
            nursery.start_soon(taker, s, n)
        await trio.sleep(1)
        for _ in range(3):
            s.release()
        await trio.sleep(1)
        print(f"{s.statistics().tasks_waiting} waiting")
        for _ in range(3):
            s.release()
    print(s.value)
