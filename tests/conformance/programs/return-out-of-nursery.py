import trio


async def background():
    await trio.sleep(1)
    print(f"background ends at {trio.current_time()}")


async def first_answer():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(background)
        return 42
    print("not reached")


async def main():
    answer = await first_answer()
    print(f"answer {answer} at {trio.current_time()}")
