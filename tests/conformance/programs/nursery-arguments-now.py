import trio


x = 1


async def show(value):
    print(f"argument {value}, variable {x}")


async def main():
    global x
    async with trio.open_nursery() as nursery:
        nursery.start_soon(show, x)
        x = 2
        nursery.start_soon(show, x)
        x = 3
