import trio


from math import inf

import trio


async def main():
    with trio.move_on_after(0.5):
        await trio.sleep(inf)
        print("not reached")
    print(trio.current_time())
    with trio.move_on_after(inf):
        await trio.sleep(60)
    print(trio.current_time())
