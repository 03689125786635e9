import trio
import trio.testing


async def sleeper():
    await trio.sleep(100)
    print("yawn")


async def waiter():
    await trio.testing.wait_all_tasks_blocked()
    print(f"waiter woke at {trio.current_time()}")
    await trio.sleep(1000)
    print(f"waiter done at {trio.current_time()}")


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(sleeper)
        nursery.start_soon(waiter)
