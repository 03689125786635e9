import trio


async def napping(seconds, task_status=trio.TASK_STATUS_IGNORED):
    await trio.sleep(seconds)
    task_status.started()
    await trio.sleep(seconds)


async def main():
    async with trio.open_nursery() as n:
        print(len(n.child_tasks))
        n.start_soon(napping, 1)
        n.start_soon(napping, 2)
        print(len(n.child_tasks))
        await n.start(napping, 3)
        print(len(n.child_tasks))
        async with trio.open_nursery() as inner:
            print(len(inner.child_tasks), len(n.child_tasks))
        await trio.sleep(2)
        print(len(n.child_tasks))
    print(len(n.child_tasks))
