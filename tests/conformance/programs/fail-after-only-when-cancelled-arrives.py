import trio


async def main():
    with trio.fail_after(1):
        try:
            await trio.sleep(2)
        except trio.Cancelled:
            print("swallowed")
    try:
        with trio.fail_after(1):
            try:
                await trio.sleep(2)
            except trio.Cancelled:
                raise ValueError("instead")
    except ValueError as e:
        print(e.args[0])
    try:
        with trio.fail_at(4):
            await trio.sleep(1)
            await trio.sleep(5)
    except trio.TooSlowError:
        print(f"too slow at {trio.current_time()}")
    with trio.fail_at(6):
        await trio.sleep(1)
    try:
        with trio.fail_after(1):
            try:
                await trio.sleep(2)
            except trio.Cancelled:
                pass
            await trio.lowlevel.checkpoint()
    except trio.TooSlowError:
        print(f"too slow at {trio.current_time()}")
