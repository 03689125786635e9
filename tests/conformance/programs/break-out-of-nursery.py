import trio


async def child(i):
    await trio.sleep(1)
    print(f"child {i} at {trio.current_time()}")


async def main():
    for i in range(5):
        async with trio.open_nursery() as nursery:
            nursery.start_soon(child, i)
            if i == 1:
                break
            print(f"body {i} ends")
        print(f"nursery {i} closed")
    print("after the loop")
