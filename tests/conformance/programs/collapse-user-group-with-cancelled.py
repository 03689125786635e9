import trio


async def grouped():
    try:
        await trio.sleep_forever()
    except trio.Cancelled as c:
        try:
            raise ValueError("real")
        except ValueError as e:
            raise BaseExceptionGroup("by hand", [c, e])


async def main():
    with trio.move_on_after(1) as s:
        await grouped()
