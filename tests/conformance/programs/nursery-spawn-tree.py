import trio


async def branch(name, depth):
    print(f"{name} starts")
    if depth > 0:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(branch, f"{name}l", depth - 1, name=f"{name}l")
            nursery.start_soon(branch, f"{name}r", depth - 1, name=f"{name}r")
    else:
        await trio.lowlevel.checkpoint()
    print(f"{name} ends")


async def main():
    await branch("x", 2)
