import trio


async def two_naps():
    await trio.sleep(1)
    await trio.sleep(1)
    print("two naps")


async def one_nap():
    await trio.sleep(2)
    print("one nap")


async def until_two():
    await trio.sleep_until(2)
    print("until 2")


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(two_naps)
        nursery.start_soon(one_nap)
        nursery.start_soon(until_two)
