import trio


async def child():
    await trio.lowlevel.checkpoint()


async def child2(task_status):
    task_status.started(1)


async def other(n):
    if n > 0:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(other, n - 1)


async def main():
    async with trio.open_nursery() as n:
        n.start_soon(child)
        n.start_soon(child, name="a child with spaces")
        n.start_soon(child, name="child")
        for i in range(2):
            n.start_soon(child, name=f"worker-{i}")
        n.start_soon(other, 2)
        await n.start(child2, name="starter")
