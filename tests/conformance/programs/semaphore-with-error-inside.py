import trio


async def main():
    s = trio.Semaphore(3)
    try:
        async with s:
            print(s.value)
            raise ValueError("inside")
    except ValueError as e:
        print(e, s.value)
    with trio.move_on_after(1):
        async with s:
            await trio.sleep(5)
    print(s.value, trio.current_time())
    bounded = trio.Semaphore(1, max_value=1)
    async with bounded:
        bounded.release()
