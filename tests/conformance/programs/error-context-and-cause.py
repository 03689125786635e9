import trio


async def handling():
    try:
        raise KeyError("first")
    except KeyError:
        raise ValueError("second")


async def from_another():
    try:
        raise KeyError("first")
    except KeyError as e:
        raise ValueError("second") from e


async def plain():
    raise ValueError("alone")


async def failing(which, task_status=None):
    await (handling, from_another, plain)[which]()


def kind(e):
    return type(e).__name__ if e else "none"


def show(e):
    print(kind(e), kind(e.__context__), kind(e.__cause__))


async def main():
    for which in range(3):
        try:
            await failing(which)
        except ValueError as e:
            show(e)
        try:
            async with trio.open_nursery() as nursery:
                nursery.start_soon(failing, which)
        except ValueError as e:
            show(e)
        try:
            async with trio.open_nursery() as nursery:
                await nursery.start(failing, which)
        except ValueError as e:
            show(e)
    try:
        try:
            raise KeyError("body")
        finally:
            raise ValueError("cleanup")
    except ValueError as e:
        show(e)
