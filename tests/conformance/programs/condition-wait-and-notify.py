import trio


async def consumer(c):
    async with c:
        while not jobs:
            print("nothing yet")
            await c.wait()
        print(f"{jobs.pop()} at {trio.current_time()}")


async def main():
    global jobs
    jobs = []
    c = trio.Condition()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(consumer, c)
        await trio.sleep(1)
        async with c:
            jobs.append("job")
            c.notify()
            print("notified")
            await trio.sleep(1)
            print("about to release")
