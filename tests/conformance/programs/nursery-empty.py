import trio


async def main():
    print("before")
    async with trio.open_nursery():
        pass
    print("after")
