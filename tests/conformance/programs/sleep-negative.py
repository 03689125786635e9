import trio


async def nap(seconds):
    try:
        await trio.sleep(seconds)
        print("slept")
    except ValueError as e:
        print(f"{type(e).__name__}: {e}")


async def main():
    await nap(-1)
    await nap(0)
    with trio.move_on_after(0) as s:
        await nap(-0.5)
    print(str(s.cancelled_caught).lower())
