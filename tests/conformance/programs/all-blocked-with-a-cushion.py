import trio
import trio.testing


async def sleeper():
    await trio.sleep(100)
    print("yawn")


async def waiter(name, cushion):
    await trio.testing.wait_all_tasks_blocked(cushion)
    print(f"{name} done at {trio.current_time()}")


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(sleeper)
        for name, cushion in (("big", 0.06), ("small1", 0.03), ("small2", 0.03), ("zero", 0)):
            nursery.start_soon(waiter, name, cushion, name=name)
