# compare: messages
import trio


async def main():
    for lock in (trio.StrictFIFOLock(), trio.Semaphore(1), 5):
        try:
            trio.Condition(lock)
        except TypeError as e:
            print(e)
    lock = trio.Lock()
    c = trio.Condition(lock)
    async with lock:
        print(str(c.locked()).lower())
    trio.Condition(trio.Event())
