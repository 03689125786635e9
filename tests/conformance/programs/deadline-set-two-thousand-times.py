import trio


async def main():
    with trio.CancelScope() as s:
        for i in range(2000):
            s.deadline = 9998
            s.deadline = 9999
        await trio.sleep(1)
    print(str(s.cancel_called).lower(), trio.current_time())
