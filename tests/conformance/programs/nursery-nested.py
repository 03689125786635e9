import trio


async def child(name):
    print(f"{name} starts")
    await trio.sleep(1)
    print(f"{name} ends")


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(child, "outer")
        async with trio.open_nursery() as inner:
            inner.start_soon(child, "inner")
            inner.start_soon(child, "inner2")
        print("inner nursery done")
        nursery.start_soon(child, "late")
    print("outer nursery done")
