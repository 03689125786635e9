# compare: messages
import trio


async def silent(task_status=trio.TASK_STATUS_IGNORED):
    await trio.sleep(1)
    print("silent ends")


async def main():
    async with trio.open_nursery() as nursery:
        await nursery.start(silent)
        print("not reached")
