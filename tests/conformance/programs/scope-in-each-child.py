import trio


async def limited(name, limit, work):
    with trio.move_on_after(limit) as s:
        await trio.sleep(work)
        print(f"{name} finished")
    if s.cancelled_caught:
        print(f"{name} gave up at {trio.current_time()}")


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(limited, "a", 1, 2)
        nursery.start_soon(limited, "b", 2, 1)
        nursery.start_soon(limited, "c", 1.5, 1.5)
