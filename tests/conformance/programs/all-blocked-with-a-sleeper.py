import trio
import trio.testing


async def sleeper():
    print("sleeps")
    await trio.sleep(5)
    print("woke")


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(sleeper)
        await trio.testing.wait_all_tasks_blocked()
        print(f"it sleeps at {trio.current_time()}")
        await trio.sleep(10)
        await trio.testing.wait_all_tasks_blocked()
        print(f"over at {trio.current_time()}")
