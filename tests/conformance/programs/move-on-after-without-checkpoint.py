import trio


async def main():
    total = 0
    with trio.move_on_after(1) as s:
        for i in range(1000):
            total += i
    print(total, str(s.cancelled_caught).lower())
    await trio.lowlevel.checkpoint()
    print("still uncancelled")
