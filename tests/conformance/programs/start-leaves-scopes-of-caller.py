import trio


async def server(task_status=trio.TASK_STATUS_IGNORED):
    task_status.started()
    await trio.sleep(3)
    print(f"server outlived the scope around start, at {trio.current_time()}")


async def main():
    async with trio.open_nursery() as nursery:
        with trio.move_on_after(1) as s:
            await nursery.start(server)
            print(f"effective deadline {trio.current_effective_deadline()}")
            await trio.sleep_forever()
        print(f"scope left at {trio.current_time()}")
