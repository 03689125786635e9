import trio


async def attempt(number):
    m = {"a": 1}
    xs = [1, 2]
    try:
        if number == 0:
            print(1 // 0)
        if number == 1:
            print(xs[5])
        if number == 2:
            print(m["b"])
        if number == 3:
            print(1 < "a")
        if number == 4:
            print(int("x"))
        print(f"number {number} is fine")
    except (ZeroDivisionError, IndexError, KeyError) as e:
        print(f"looked up: {type(e).__name__}")
    except Exception as e:
        print(f"other: {type(e).__name__}")
    await trio.lowlevel.checkpoint()


async def main():
    async with trio.open_nursery() as nursery:
        for i in range(6):
            nursery.start_soon(attempt, i)
