import trio


async def failing():
    await trio.lowlevel.checkpoint()
    raise OSError("deep")


async def child():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(failing)
        await trio.sleep(3)


async def main():
    try:
        async with trio.open_nursery():
            async with trio.open_nursery() as inner:
                inner.start_soon(child)
            print("not reached")
    except (ValueError, KeyError):
        print("not reached")
    except OSError as e:
        print(f"caught {type(e).__name__}")
