# compare: messages
import trio


async def server(task_status=trio.TASK_STATUS_IGNORED):
    task_status.started()
    await trio.sleep(1)
    raise ValueError("died later")


async def sibling():
    try:
        await trio.sleep_forever()
    finally:
        print("sibling ends")


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(sibling)
        await nursery.start(server)
        print("server is up")
        await trio.sleep(5)
        print("not reached")
