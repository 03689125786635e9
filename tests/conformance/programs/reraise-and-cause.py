# compare: messages
import trio


async def failing():
    raise ValueError("original")


async def wrapping():
    try:
        await failing()
    except ValueError as e:
        print(f"seen {e}")
        raise


async def main():
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(wrapping)
    except ValueError as e:
        try:
            raise KeyError("new")
        except KeyError:
            raise e
