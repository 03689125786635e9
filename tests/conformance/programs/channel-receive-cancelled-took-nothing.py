import trio


async def receiver(r, name, patience):
    with trio.move_on_after(patience) as scope:
        print(f"{name} got {await r.receive()}")
    print(f"{name} {str(scope.cancelled_caught).lower()}")


async def main():
    s, r = trio.open_memory_channel(1)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(receiver, r, "impatient", 1, name="impatient")
        nursery.start_soon(receiver, r, "patient", 5, name="patient")
        await trio.sleep(2)
        await s.send("value")
    s.send_nowait("kept")
    with trio.CancelScope() as scope:
        scope.cancel()
        await r.receive()
    print(r.receive_nowait())
