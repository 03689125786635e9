# options: --strict-exception-groups
import trio


async def failing():
    await trio.sleep(1)
    raise ValueError("real")


async def forever():
    await trio.sleep_forever()


async def unwinding():
    try:
        await trio.sleep_forever()
    finally:
        raise KeyError("while unwinding")


async def main():
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(failing)
            nursery.start_soon(forever)
            nursery.start_soon(unwinding)
            await trio.sleep_forever()
    except ExceptionGroup as g:
        for e in g.exceptions:
            print(f"{type(e).__name__} {e.args[0]}")
