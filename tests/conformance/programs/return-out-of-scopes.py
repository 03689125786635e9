import trio


async def limited(seconds):
    with trio.move_on_after(2) as s:
        with trio.fail_after(10):
            await trio.sleep(seconds)
            return "finished"
    return f"gave up {str(s.cancelled_caught).lower()}"


async def main():
    print(await limited(1))
    print(await limited(3))
    print(trio.current_time())
