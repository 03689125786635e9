import trio


async def twice(pending):
    try:
        raise ValueError("handled")
    except ValueError:
        try:
            if pending:
                raise KeyError("pending")
        finally:
            raise


async def nested():
    try:
        raise ValueError("first")
    except ValueError:
        try:
            raise KeyError("second")
        except KeyError:
            try:
                await trio.lowlevel.checkpoint()
            finally:
                try:
                    await trio.lowlevel.checkpoint()
                finally:
                    raise


async def main():
    for pending in (True, False):
        try:
            await twice(pending)
        except (KeyError, ValueError) as e:
            print(f"{type(e).__name__}: {e.args[0]}")
    try:
        await nested()
    except Exception as e:
        print(f"{type(e).__name__}: {e.args[0]}")
    with trio.move_on_after(1):
        try:
            raise ValueError("handled")
        except ValueError:
            try:
                await trio.sleep_forever()
            finally:
                raise
    print(trio.current_time())
