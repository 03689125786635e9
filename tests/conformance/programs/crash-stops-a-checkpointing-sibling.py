import trio

turns = 0


async def busy():
    global turns
    try:
        while True:
            await trio.lowlevel.checkpoint()
            turns += 1
    finally:
        print(f"stopped after {turns} turns")


async def crasher():
    for i in range(5):
        await trio.lowlevel.checkpoint()
    raise ValueError("argh")


async def main():
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(busy)
            nursery.start_soon(crasher)
    except ValueError as e:
        print(e.args[0])
