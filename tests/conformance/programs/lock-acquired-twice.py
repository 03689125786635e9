# compare: messages
import trio


async def main():
    lock = trio.Lock()
    async with lock:
        for how in ("wait", "nowait"):
            try:
                if how == "wait":
                    await lock.acquire()
                else:
                    lock.acquire_nowait()
            except RuntimeError as e:
                print(e)
        print(str(lock.locked()).lower())
    print(str(lock.locked()).lower())
    await lock.acquire()
    await lock.acquire()
