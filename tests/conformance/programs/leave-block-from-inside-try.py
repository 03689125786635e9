import trio


async def failing():
    raise OSError("plain")


async def by_return():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(failing)
        try:
            return 60
        except Exception:
            print("not reached")


async def by_break():
    for i in range(2):
        async with trio.open_nursery() as nursery:
            nursery.start_soon(failing)
            try:
                break
            except OSError:
                print("not reached")


async def by_continue():
    for i in range(2):
        async with trio.open_nursery() as nursery:
            nursery.start_soon(failing)
            try:
                continue
            except* OSError:
                print("not reached")


async def from_a_handler():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(failing)
        try:
            raise ValueError("handled")
        except ValueError:
            return 1


async def through_finally():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(failing)
        try:
            try:
                return 1
            finally:
                print("finally")
        except Exception:
            print("not reached")


async def show(name, body):
    try:
        await body()
        print(f"{name}: fine")
    except Exception as e:
        print(f"{name}: {type(e).__name__} {e.args[0]}", type(e.__context__).__name__ if e.__context__ else "none")


async def main():
    await show("return", by_return)
    await show("break", by_break)
    await show("continue", by_continue)
    await show("handler", from_a_handler)
    await show("finally", through_finally)
