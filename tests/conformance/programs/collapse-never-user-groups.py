# compare: messages
import trio


async def grouped():
    try:
        raise ValueError("inside")
    except ValueError as e:
        raise ExceptionGroup("made by hand", [e])


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(grouped)
