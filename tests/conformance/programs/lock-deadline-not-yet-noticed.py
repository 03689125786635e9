import trio


async def main():
    lock = trio.Lock()
    clock = trio.lowlevel.current_clock()
    with trio.move_on_after(1) as scope:
        clock.jump(2)
        await lock.acquire()
        print("acquired: the loop has not seen the deadline")
        await trio.lowlevel.checkpoint()
        print("not reached")
    print(str(scope.cancelled_caught).lower())
    print(str(lock.locked()).lower())
