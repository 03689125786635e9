import trio


async def server(name, task_status=trio.TASK_STATUS_IGNORED):
    task_status.started("nobody listens")
    print(f"{name} started")
    await trio.lowlevel.checkpoint()


async def main():
    await server("direct")
    async with trio.open_nursery() as nursery:
        nursery.start_soon(server, "spawned")
