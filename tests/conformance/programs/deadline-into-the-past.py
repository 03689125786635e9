import trio


async def main():
    with trio.CancelScope() as s:
        await trio.sleep(5)
        s.deadline = 2
        print(f"not yet cancelled, effective deadline {trio.current_effective_deadline()}")
        await trio.lowlevel.checkpoint()
        print("not reached")
    print(str(s.cancelled_caught).lower(), trio.current_time())
