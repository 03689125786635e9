import trio
import trio.testing


async def receiver(r, n):
    try:
        print(await r.receive())
    except trio.EndOfChannel:
        print(f"{n} EndOfChannel")


async def main():
    s, r = trio.open_memory_channel(0)
    async with trio.open_nursery() as nursery:
        for n in range(3):
            nursery.start_soon(receiver, r, n)
        await trio.testing.wait_all_tasks_blocked()
        print(r.statistics().tasks_waiting_receive)
        await s.send("for the first")
        s.close()
        print(r.statistics().tasks_waiting_receive)
