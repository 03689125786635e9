import trio
import trio.testing


async def waiting(name):
    await trio.testing.wait_all_tasks_blocked()
    print(name)
    await trio.lowlevel.checkpoint()
    await trio.testing.wait_all_tasks_blocked()
    print(f"{name} again")


async def main():
    async with trio.open_nursery() as nursery:
        for i in range(6):
            nursery.start_soon(waiting, f"w{i}", name=f"w{i}")
