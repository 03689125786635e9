import trio


async def main():
    s, r = trio.open_memory_channel(0)
    with trio.move_on_after(1) as scope:
        await s.send("never")
    print(str(scope.cancelled_caught).lower(), s.statistics().tasks_waiting_send)
    try:
        r.receive_nowait()
    except trio.WouldBlock:
        print("WouldBlock")
    s, r = trio.open_memory_channel(1)
    with trio.CancelScope() as scope:
        scope.cancel()
        await s.send("never")
    print(str(scope.cancelled_caught).lower(), s.statistics().current_buffer_used)
