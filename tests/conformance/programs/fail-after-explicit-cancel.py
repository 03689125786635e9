import trio


async def main():
    try:
        with trio.fail_after(10) as s:
            s.cancel()
            await trio.lowlevel.checkpoint()
    except trio.TooSlowError:
        print(f"too slow at {trio.current_time()}")
