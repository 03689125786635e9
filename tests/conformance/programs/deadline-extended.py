import trio


async def main():
    with trio.move_on_after(1) as s:
        await trio.sleep(0.5)
        s.deadline += 2
        await trio.sleep(1.5)
        print(f"still here at {trio.current_time()}, deadline {s.deadline}")
        await trio.sleep_forever()
    print(str(s.cancelled_caught).lower(), trio.current_time())
