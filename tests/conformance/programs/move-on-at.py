import trio


async def main():
    await trio.sleep(2)
    with trio.move_on_at(1) as past:
        print("in the past")
        await trio.sleep_forever()
    print(str(past.cancelled_caught).lower(), trio.current_time())
    with trio.move_on_at(2) as now:
        await trio.sleep(0)
    print(str(now.cancelled_caught).lower(), trio.current_time())
    with trio.move_on_at(3.5) as future:
        await trio.sleep_forever()
    print(str(future.cancelled_caught).lower(), trio.current_time())
