# compare: messages
import trio


async def eager(task_status=trio.TASK_STATUS_IGNORED):
    task_status.started(1)
    print("once")
    task_status.started(2)
    print("not reached")


async def main():
    async with trio.open_nursery() as nursery:
        v = await nursery.start(eager)
        print(f"start gave {v}")
