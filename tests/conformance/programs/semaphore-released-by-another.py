import trio


async def releaser(s):
    for _ in range(3):
        await trio.sleep(1)
        s.release()


async def main():
    s = trio.Semaphore(0)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(releaser, s)
        for _ in range(3):
            await s.acquire()
            print(trio.current_time())
