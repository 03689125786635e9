import trio


async def slow_start(task_status=trio.TASK_STATUS_IGNORED):
    try:
        await trio.sleep(5)
        task_status.started()
    finally:
        print(f"slow_start ends at {trio.current_time()}")


async def main():
    async with trio.open_nursery() as nursery:
        with trio.move_on_after(1) as s:
            await nursery.start(slow_start)
            print("not reached")
        print(f"gave up: {str(s.cancelled_caught).lower()}")
