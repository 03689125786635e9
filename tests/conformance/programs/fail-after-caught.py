import trio


async def main():
    try:
        with trio.fail_after(1) as s:
            await trio.sleep(3)
    except trio.TooSlowError as e:
        print(f"{type(e).__name__} at {trio.current_time()}")
    print(str(s.cancelled_caught).lower())
    with trio.fail_after(1):
        await trio.sleep(0.5)
        print("in time")
