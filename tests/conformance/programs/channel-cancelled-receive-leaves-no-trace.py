import trio


async def main():
    s, r = trio.open_memory_channel(1)
    with trio.move_on_after(1) as scope:
        await r.receive()
    print(str(scope.cancelled_caught).lower())
    await s.send("Test for issue #553")
    print(await r.receive())
