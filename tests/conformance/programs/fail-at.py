import trio


async def attempt(deadline):
    try:
        with trio.fail_at(deadline):
            await trio.sleep(1)
            print(f"in time at {trio.current_time()}")
    except trio.TooSlowError:
        print(f"too slow at {trio.current_time()}")


async def main():
    await attempt(1.5)
    await attempt(1.5)
    await attempt(1.25)
    await attempt(9)
