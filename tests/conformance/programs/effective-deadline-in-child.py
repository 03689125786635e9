import trio


async def child(name):
    print(name, trio.current_effective_deadline())


async def main():
    with trio.move_on_after(4):
        async with trio.open_nursery() as n:
            with trio.move_on_after(2):
                n.start_soon(child, "not in the scope around spawn")
                await trio.lowlevel.checkpoint()
            n.cancel_scope.deadline = 3
            n.start_soon(child, "in the nursery's scope")
