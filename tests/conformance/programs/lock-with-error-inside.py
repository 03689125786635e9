import trio


async def breaker(lock):
    async with lock:
        await trio.sleep(1)
        raise ValueError("inside")


async def waiter(lock):
    try:
        async with lock:
            print("waiter has it")
            await trio.lowlevel.checkpoint()
            print("not reached")
    finally:
        print(f"{str(lock.locked()).lower()} at {trio.current_time()}")


async def main():
    lock = trio.Lock()
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(breaker, lock)
            await trio.lowlevel.checkpoint()
            nursery.start_soon(waiter, lock)
    except ValueError as e:
        print(e)
    print(str(lock.locked()).lower())
