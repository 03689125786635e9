import trio


async def main():
    s = trio.Semaphore(1)
    with trio.CancelScope() as scope:
        scope.cancel()
        s.acquire_nowait()
        print("nowait does not care")
        s.release()
        await s.acquire()
        print("not reached")
    print(str(scope.cancelled_caught).lower(), s.value)
