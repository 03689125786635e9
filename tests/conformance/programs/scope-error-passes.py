import trio


async def main():
    try:
        with trio.move_on_after(1) as s:
            await trio.sleep(0.5)
            raise ValueError("an error of its own")
    except ValueError:
        print(str(s.cancel_called).lower(), str(s.cancelled_caught).lower())
    await trio.sleep(1)
    print(str(s.cancel_called).lower())
