import trio


async def child(name):
    print(f"{name} starts")
    await trio.lowlevel.checkpoint()
    print(f"{name} goes on")


async def main():
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(child, "a")
            nursery.start_soon(child, "b")
            raise KeyError("early")
    except KeyError as e:
        print(f"caught {e.args[0]}")
