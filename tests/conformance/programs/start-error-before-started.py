import trio


async def broken(task_status=trio.TASK_STATUS_IGNORED):
    await trio.sleep(1)
    raise OSError("cannot bind")


async def sibling():
    await trio.sleep(3)
    print("sibling unaffected")


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(sibling)
        try:
            await nursery.start(broken)
            print("not reached")
        except OSError as e:
            print(f"start raised {type(e).__name__}")
        print("body goes on")
    print(f"closed at {trio.current_time()}")
