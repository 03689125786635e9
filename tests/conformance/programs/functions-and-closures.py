import trio


turns = 0


async def twice(body):
    await body()
    await body()


def join_all(first, *rest):
    return "-".join([first, *rest])


async def turn(i):
    global turns
    await trio.lowlevel.checkpoint()
    turns += 1
    print(f"turn {i} of {turns}")


async def body():
    print("body")
    await trio.lowlevel.checkpoint()


async def main():
    async with trio.open_nursery() as nursery:
        for i in range(3):
            nursery.start_soon(turn, i, name=f"turn-{i}")
        await twice(body)
    print(join_all("a", "b", "c"), join_all("alone"))
