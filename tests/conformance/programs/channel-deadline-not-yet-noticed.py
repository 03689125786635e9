import trio


async def main():
    s, r = trio.open_memory_channel(1)
    clock = trio.lowlevel.current_clock()
    with trio.move_on_after(1) as scope:
        clock.jump(2)
        await s.send("sent: the loop has not seen the deadline")
        print(r.receive_nowait())
        await trio.sleep(0)
        print("not reached")
    print(str(scope.cancelled_caught).lower())
