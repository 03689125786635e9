import trio


async def waiting(name):
    try:
        await trio.sleep_forever()
    except trio.Cancelled:
        print(f"{name} cancelled")
        raise


async def main():
    with trio.move_on_after(1) as s:
        async with trio.open_nursery() as n:
            n.start_soon(waiting, "a")
            n.start_soon(waiting, "b")
    scope = n.cancel_scope
    print(*(str(x).lower() for x in (s.cancelled_caught, scope.cancel_called, scope.cancelled_caught)))
