import trio


async def main():
    try:
        with trio.fail_after(1) as s:
            try:
                await trio.sleep_forever()
            except trio.Cancelled:
                raise ValueError("instead")
    except ValueError as e:
        print(f"{type(e).__name__} {e}")
    print(str(s.cancel_called).lower(), str(s.cancelled_caught).lower())
