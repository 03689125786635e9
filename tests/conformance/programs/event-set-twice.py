import trio


async def waiter(e):
    await e.wait()
    print("woken once")


async def main():
    e = trio.Event()
    print(str(e.is_set()).lower())
    async with trio.open_nursery() as nursery:
        nursery.start_soon(waiter, e)
        await trio.lowlevel.checkpoint()
        e.set()
        e.set()
        print(str(e.is_set()).lower())
    e.set()
    print(str(e.is_set()).lower())
