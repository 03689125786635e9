import trio


async def main():
    with trio.CancelScope() as s:
        for i in range(4):
            s.deadline = 3
            s.deadline = 8
            await trio.sleep(1)
        print(f"fine at {trio.current_time()}")
        s.deadline = 6
        await trio.sleep_forever()
    print(trio.current_time())
