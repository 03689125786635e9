import trio
import trio.testing


async def sleep_past():
    await trio.sleep_until(-1)


async def empty_nursery():
    async with trio.open_nursery():
        pass


async def guarded():
    with trio.CancelScope(shield=True):
        await trio.lowlevel.checkpoint()


async def nursery_of_shielded():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(guarded)


async def now():
    trio.current_time()


async def inner_scope():
    with trio.CancelScope():
        pass


async def probe(name, body, *args):
    with trio.CancelScope() as s:
        s.cancel()
        try:
            await body(*args)
        except trio.Cancelled:
            print(f"{name} notices")
            raise
        print(f"{name} does not notice")
    print(f"{name} {str(s.cancelled_caught).lower()}")


async def main():
    await probe("checkpoint", trio.lowlevel.checkpoint)
    await probe("sleep", trio.sleep, 1)
    await probe("sleep-zero", trio.sleep, 0)
    await probe("sleep-past", sleep_past)
    await probe("sleep-forever", trio.sleep_forever)
    await probe("sleep-infinite", trio.sleep, float("inf"))
    await probe("all-blocked", trio.testing.wait_all_tasks_blocked)
    await probe("nursery", empty_nursery)
    await probe("nursery-of-shielded", nursery_of_shielded)
    await probe("current-time", now)
    await probe("inner-scope", inner_scope)
