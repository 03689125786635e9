# compare: messages
import trio


async def main():
    with trio.fail_after(2):
        await trio.sleep(10)
    print("not reached")
