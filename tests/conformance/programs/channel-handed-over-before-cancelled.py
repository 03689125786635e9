import trio
import trio.testing


async def receiver(r, scope):
    with scope:
        print(f"got {await r.receive()}")
        await trio.lowlevel.checkpoint()
        print("not reached")
    print(str(scope.cancelled_caught).lower())


async def sender(s, scope):
    with scope:
        await s.send("value")
        print("sent")
        await trio.lowlevel.checkpoint()
        print("not reached")
    print(str(scope.cancelled_caught).lower())


async def main():
    s, r = trio.open_memory_channel(0)
    for sends_first in (True, False):
        scope = trio.CancelScope()
        async with trio.open_nursery() as nursery:
            nursery.start_soon(receiver, r, scope)
            await trio.testing.wait_all_tasks_blocked()
            if not sends_first:
                scope.cancel()
            try:
                s.send_nowait("value")
            except trio.WouldBlock:
                print("WouldBlock")
            scope.cancel()
    for receives_first in (True, False):
        scope = trio.CancelScope()
        async with trio.open_nursery() as nursery:
            nursery.start_soon(sender, s, scope)
            await trio.testing.wait_all_tasks_blocked()
            if not receives_first:
                scope.cancel()
            try:
                print(r.receive_nowait())
            except trio.WouldBlock:
                print("WouldBlock")
            scope.cancel()
