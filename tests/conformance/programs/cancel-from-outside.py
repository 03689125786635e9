import trio


async def work(s):
    with s as same:
        print("work starts")
        await trio.sleep_forever()
    print(f"work left, caught {str(s.cancelled_caught).lower()}, same {str(same.cancelled_caught).lower()}")


async def main():
    s = trio.CancelScope()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(work, s)
        await trio.sleep(1)
        s.cancel()
        s.cancel()
        print("cancelled twice")
