import trio


async def main():
    async with trio.open_nursery():
        print("in the body")
        await trio.sleep(1)
        print("still in the body")
    print(f"after at {trio.current_time()}")
