import trio


async def main():
    try:
        with trio.fail_after(1) as s:
            s.shield = True
            await trio.sleep(10)
    except trio.TooSlowError:
        print(f"too slow at {trio.current_time()}")
    with trio.move_on_after(1) as m:
        m.shield = True
        await trio.sleep(10)
    print(str(m.cancelled_caught).lower(), trio.current_time())
