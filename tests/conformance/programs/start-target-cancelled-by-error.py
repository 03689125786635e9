import trio


async def server(task_status=trio.TASK_STATUS_IGNORED):
    try:
        await trio.sleep(5)
        task_status.started()
    finally:
        print(f"server ends at {trio.current_time()}")


async def failing():
    await trio.sleep(1)
    raise ValueError("failing")


async def main():
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(failing)
            await nursery.start(server)
            print("not reached")
    except ValueError as e:
        print(f"caught {e}")
