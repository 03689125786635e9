# compare: messages
import trio


async def main():
    c = trio.Condition()
    try:
        await c.wait()
    except RuntimeError as e:
        print(e)
    try:
        c.notify()
    except RuntimeError as e:
        print(e)
    try:
        c.notify_all()
    except RuntimeError as e:
        print(e)
    try:
        c.release()
    except RuntimeError as e:
        print(e)
    await c.acquire()
    print(str(c.locked()).lower())
    try:
        c.acquire_nowait()
    except RuntimeError as e:
        print(e)
    c.release()
    print(str(c.locked()).lower())
    await c.wait()
