import trio


async def server(task_status=trio.TASK_STATUS_IGNORED):
    with trio.CancelScope(shield=True):
        await trio.sleep(1)
    task_status.started()
    print("started into a cancelled nursery")
    try:
        await trio.sleep_forever()
    finally:
        print(f"server ends at {trio.current_time()}")


async def starter(target):
    await target.start(server)
    print("starter goes on")


async def main():
    async with trio.open_nursery() as outer:
        async with trio.open_nursery() as target:
            outer.start_soon(starter, target)
            await trio.sleep(0.5)
            target.cancel_scope.cancel()
        print(f"target closed at {trio.current_time()}")
