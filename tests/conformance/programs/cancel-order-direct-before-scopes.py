import trio


async def waiting(name):
    try:
        await trio.sleep_forever()
    finally:
        print(name)


async def napping(name):
    try:
        await trio.sleep(100)
    finally:
        print(name)


async def scoped(name):
    with trio.move_on_after(50):
        await waiting(name)


async def main():
    with trio.move_on_after(1):
        async with trio.open_nursery() as nursery:
            nursery.start_soon(napping, "napping 1")
            nursery.start_soon(scoped, "scoped 1")
            nursery.start_soon(waiting, "waiting 1")
            nursery.start_soon(napping, "napping 2")
            nursery.start_soon(waiting, "waiting 2")
            nursery.start_soon(scoped, "scoped 2")
