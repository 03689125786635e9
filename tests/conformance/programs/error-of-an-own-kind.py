import trio


class BadWeather(Exception):
    pass


async def failing():
    raise BadWeather("rain")


async def main():
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(failing)
    except BadWeather as e:
        print(f"{type(e).__name__}: {e}")
    async with trio.open_nursery() as nursery:
        nursery.start_soon(failing)
        nursery.start_soon(failing)
