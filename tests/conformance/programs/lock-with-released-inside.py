import trio


async def main():
    lock = trio.Lock()
    try:
        async with lock:
            lock.release()
            raise KeyError("k")
    except RuntimeError as e:
        print(e)
        print(type(e.__context__).__name__)
    async with lock:
        lock.release()
