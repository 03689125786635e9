import trio


async def helper(name):
    try:
        await trio.sleep_forever()
    finally:
        print(f"{name} ends")


async def server(task_status=trio.TASK_STATUS_IGNORED):
    async with trio.open_nursery() as nursery:
        nursery.start_soon(helper, "a")
        nursery.start_soon(helper, "b")
        await trio.lowlevel.checkpoint()
        task_status.started(7)
        await helper("server body")


async def main():
    async with trio.open_nursery() as n:
        v = await n.start(server)
        print(f"start gave {v}")
        await trio.sleep(1)
        n.cancel_scope.cancel()
