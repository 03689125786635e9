import trio


async def server(task_status=trio.TASK_STATUS_IGNORED):
    task_status.started("ready")
    print("server goes on in the same step")
    await trio.lowlevel.checkpoint()
    print("server again")


async def other():
    print("other")
    await trio.lowlevel.checkpoint()
    print("other again")


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(other)
        word = await nursery.start(server)
        print(f"start gave {word}")
