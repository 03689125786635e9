import trio


async def server(task_status=trio.TASK_STATUS_IGNORED):
    print("server starting")
    await trio.sleep(1)
    task_status.started()
    print("server runs on")
    await trio.sleep(1)
    print(f"server done at {trio.current_time()}")


async def main():
    async with trio.open_nursery() as nursery:
        print("starting")
        await nursery.start(server)
        print(f"started at {trio.current_time()}")
    print(f"closed at {trio.current_time()}")
