import trio


async def shielded_start(task_status=trio.TASK_STATUS_IGNORED):
    with trio.CancelScope(shield=True):
        await trio.sleep(3)
    task_status.started("too late")
    print("ends at once")


async def main():
    async with trio.open_nursery() as nursery:
        with trio.move_on_after(1) as s:
            await nursery.start(shielded_start)
            print("not reached")
        print(str(s.cancelled_caught).lower())
