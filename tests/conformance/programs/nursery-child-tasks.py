import trio


async def child(seconds):
    await trio.sleep(seconds)


async def main():
    async with trio.open_nursery() as n:
        n.start_soon(child, 1, name="one")
        n.start_soon(child, 2, name="two")
        print(f"{len(n.child_tasks)} children")
        for t in n.child_tasks:
            print(t.name)
        await trio.sleep(1.5)
        print(f"{len(n.child_tasks)} child")
    print(f"{len(n.child_tasks)} left")
