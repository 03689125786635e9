import trio


async def server(task_status=trio.TASK_STATUS_IGNORED):
    task_status.started()
    print("never runs")


async def main():
    async with trio.open_nursery() as n:
        pass
    try:
        await n.start(server)
    except RuntimeError as e:
        print(str(e))
