import trio


async def shielded_start(task_status=trio.TASK_STATUS_IGNORED):
    with trio.CancelScope(shield=True):
        await trio.sleep(3)
    task_status.started("too late")
    print(f"started is ignored at {trio.current_time()}")
    await trio.lowlevel.checkpoint()
    print("not reached")


async def main():
    async with trio.open_nursery() as nursery:
        with trio.move_on_after(1) as s:
            await nursery.start(shielded_start)
            print("not reached")
        print(f"{str(s.cancelled_caught).lower()} at {trio.current_time()}")
