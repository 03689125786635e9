import trio
import trio.testing


async def busy():
    for i in range(3):
        print(f"busy {i}")
        await trio.lowlevel.checkpoint()
    await trio.sleep(5)
    print(f"busy woke at {trio.current_time()}")


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(busy)
        await trio.testing.wait_all_tasks_blocked()
        print(f"all blocked at {trio.current_time()}")
