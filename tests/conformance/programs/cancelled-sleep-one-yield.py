import trio


from math import inf

import trio


async def ticker():
    for i in range(8):
        print(f"tick {i}")
        await trio.lowlevel.checkpoint()


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(ticker)
        with trio.CancelScope() as s:
            s.cancel()
            for seconds in (0, 1, inf):
                try:
                    await trio.sleep(seconds)
                except trio.Cancelled:
                    print(f"sleep {seconds} cancelled")
            try:
                await trio.sleep_until(0)
            except trio.Cancelled:
                print("sleep_until cancelled")
