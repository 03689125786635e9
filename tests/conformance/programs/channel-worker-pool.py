import trio


async def worker(jobs, results, name):
    with results:
        async for job in jobs:
            await trio.sleep(job)
            await results.send(f"{name} slept {job}")


async def main():
    send_job, jobs = trio.open_memory_channel(0)
    send_result, results = trio.open_memory_channel(0)
    async with trio.open_nursery() as nursery:
        with send_result:
            for name in "abc":
                nursery.start_soon(worker, jobs, send_result.clone(), name, name=name)

        async def feed():
            with send_job:
                for job in (3, 1, 2, 1, 1):
                    await send_job.send(job)

        nursery.start_soon(feed, name="feed")
        async for result in results:
            print(f"{result}, now {trio.current_time()}")
