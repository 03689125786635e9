import trio


async def metronome(name, period, beats):
    for beat in range(beats):
        await trio.sleep(period)
        print(f"{name} beat {beat} at {trio.current_time()}")


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(metronome, "fast", 0.25, 6)
        nursery.start_soon(metronome, "slow", 0.5, 3)
        nursery.start_soon(metronome, "odd", 0.75, 2)
