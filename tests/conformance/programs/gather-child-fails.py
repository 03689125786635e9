# A child that fails cancels the others, and there are no values.
import trio


async def fails():
    await trio.sleep(1)
    raise ValueError("bad")


async def sleeps():
    try:
        await trio.sleep(5)
    finally:
        print("cancelled at", trio.current_time())


async def main():
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(sleeps)
            nursery.start_soon(fails)
    except ValueError as e:
        print(e)
