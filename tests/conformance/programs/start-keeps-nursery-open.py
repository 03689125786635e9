import trio


async def server(task_status=trio.TASK_STATUS_IGNORED):
    await trio.sleep(2)
    task_status.started()
    await trio.sleep(1)
    print(f"server ends at {trio.current_time()}")


async def starter(target):
    await target.start(server)
    print(f"starter goes on at {trio.current_time()}")


async def main():
    async with trio.open_nursery() as outer:
        async with trio.open_nursery() as target:
            outer.start_soon(starter, target)
            await trio.lowlevel.checkpoint()
            print(f"body of target ends at {trio.current_time()}")
        print(f"target closed at {trio.current_time()}")
