import trio


async def server(name, delay, task_status=trio.TASK_STATUS_IGNORED):
    await trio.sleep(delay)
    task_status.started(f"{name} up")
    await trio.sleep(1)
    print(f"{name} ends at {trio.current_time()}")


async def main():
    async with trio.open_nursery() as n:
        async def first():
            print(await n.start(server, "one", 2))

        async def second():
            print(await n.start(server, "two", 1))

        async with trio.open_nursery() as inner:
            inner.start_soon(first)
            inner.start_soon(second)
        print(f"both up at {trio.current_time()}")
