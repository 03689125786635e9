# gather < > is a nursery whose children leave their values in a list.
import trio


async def double(n, seconds):
    await trio.sleep(seconds)
    print(f"{n} done")
    return 2 * n


async def main():
    values = [None] * 4

    async def keep(index, seconds):
        values[index] = await double(index, seconds)

    async with trio.open_nursery() as nursery:
        for i in range(4):
            nursery.start_soon(keep, i, 4 - i, name="double")
    print(values, trio.current_time())
