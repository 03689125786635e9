import trio
import trio.testing


async def taker(s):
    await s.acquire()
    print(f"taken, {s.value} left")


async def main():
    s = trio.Semaphore(0)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(taker, s)
        await trio.testing.wait_all_tasks_blocked()
        print(f"{s.statistics().tasks_waiting} waiting")
        s.release()
        print(f"{s.value} after release, {s.statistics().tasks_waiting} waiting")
        try:
            s.acquire_nowait()
        except trio.WouldBlock:
            print("WouldBlock")
        s.release()
        print(f"{s.value} after another")
        s.acquire_nowait()
        print(s.value)
