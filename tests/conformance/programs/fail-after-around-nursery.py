import trio


async def worker(n):
    try:
        await trio.sleep(n)
        print(f"worker {n} done")
    finally:
        print(f"worker {n} leaves")


async def main():
    try:
        with trio.fail_after(2):
            async with trio.open_nursery() as nursery:
                for n in (1, 2, 3):
                    nursery.start_soon(worker, n)
    except trio.TooSlowError:
        print("too slow")
