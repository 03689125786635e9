import trio


async def negative_sleep():
    await trio.sleep(-1)


async def sleep_until():
    await trio.sleep_until(-1)


async def relative(scope):
    with scope(-1):
        print("not reached")


async def absolute(scope):
    with scope(-1):
        await trio.lowlevel.checkpoint()
        print("not reached")


async def probe(name, body, *args):
    try:
        await body(*args)
        print(f"{name}: fine")
    except ValueError as e:
        print(f"{name}: {e.args[0]}")
    except trio.TooSlowError:
        print(f"{name}: too slow")


async def main():
    await probe("sleep", negative_sleep)
    await probe("sleep-until", sleep_until)
    await probe("move-on-after", relative, trio.move_on_after)
    await probe("fail-after", relative, trio.fail_after)
    await probe("move-on-at", absolute, trio.move_on_at)
    await probe("fail-at", absolute, trio.fail_at)
    with trio.CancelScope() as s:
        s.cancel()
        await probe("sleep-in-a-cancelled-scope", negative_sleep)
    print(trio.current_time())
