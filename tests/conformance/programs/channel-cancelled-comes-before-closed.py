import trio


async def other():
    for i in range(8):
        print(f"other {i}")
        await trio.lowlevel.checkpoint()


async def main():
    s, r = trio.open_memory_channel(0)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(other)
        for what in ("closed", "end"):
            with trio.CancelScope() as scope:
                if what == "closed":
                    r.close()
                scope.cancel()
                try:
                    if what == "closed":
                        await r.receive()
                    else:
                        await s.send(1)
                except trio.Cancelled:
                    print(f"{what}: Cancelled")
                    raise
                except Exception as e:
                    print(f"{what}: {type(e).__name__}")
