# compare: messages
import trio


async def main():
    s = trio.Semaphore(1, max_value=2)
    print(s.value, s.max_value)
    s.release()
    print(s.value)
    try:
        s.release()
    except ValueError as e:
        print(e)
    print(s.value)
    await s.acquire()
    await s.acquire()
    s.release()
    s.release()
    s.release()
