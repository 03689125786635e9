import trio


from math import inf

import trio


async def main():
    await trio.sleep(1)
    await trio.sleep_until(0.5)
    print(f"past: {trio.current_time()}")
    await trio.sleep_until(trio.current_time())
    print(f"now: {trio.current_time()}")
    await trio.sleep_until(trio.current_time() + 2)
    print(f"future: {trio.current_time()}")
    await trio.sleep_until(-inf)
    print(f"long past: {trio.current_time()}")
