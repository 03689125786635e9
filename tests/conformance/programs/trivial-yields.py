import trio


async def witness():
    for i in range(20):
        print(f"turn {i}")
        await trio.lowlevel.checkpoint()


async def quick():
    return 5


async def server(task_status):
    task_status.started(7)


async def main():
    async with trio.open_nursery() as n:
        n.start_soon(witness)
        print("a call")
        await quick()
        print("a scope")
        with trio.move_on_after(5) as s:
            s.shield = True
            s.deadline = 7
            s.shield = False
        print("spawn and cancel")
        async with trio.open_nursery() as m:
            m.cancel_scope.cancel()
            print("in it")
        print("an empty nursery")
        async with trio.open_nursery():
            pass
        print("sleep 0")
        await trio.sleep(0)
        print("checkpoint")
        await trio.lowlevel.checkpoint()
        print("sleep_until now")
        await trio.sleep_until(trio.current_time())
        print("a child")
        async with trio.open_nursery() as one:
            one.start_soon(quick)
        print("start")
        w = await n.start(server)
        print(f"over {w}")
