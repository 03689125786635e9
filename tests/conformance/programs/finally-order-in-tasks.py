import trio


async def worker(name):
    try:
        try:
            await trio.sleep_forever()
        finally:
            print(f"{name} inner finally")
    finally:
        print(f"{name} outer finally")


async def main():
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(worker, "a")
            nursery.start_soon(worker, "b")
            try:
                await trio.lowlevel.checkpoint()
                await trio.lowlevel.checkpoint()
                raise ValueError("stop")
            finally:
                print("body finally")
    except ValueError:
        print("handler")
    else:
        print("not reached")
    finally:
        print("last")
