import trio


async def worker(s, name, patience):
    with trio.move_on_after(patience) as scope:
        await s.acquire()
        print(f"{name} has it")
    print(f"{name} {str(scope.cancelled_caught).lower()}")


async def main():
    s = trio.Semaphore(0)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(worker, s, "a", 1, name="a")
        nursery.start_soon(worker, s, "b", 5, name="b")
        await trio.sleep(2)
        s.release()
        print(s.value)
    s.release()
    print(s.value)
