import trio


async def stubborn():
    try:
        await trio.sleep_forever()
    finally:
        return "dropped"


async def main():
    with trio.move_on_after(1) as s:
        word = await stubborn()
        print(f"{word} at {trio.current_time()}")
    print(str(s.cancel_called).lower(), str(s.cancelled_caught).lower())
