# compare: messages
import trio


async def main():
    s = trio.CancelScope()
    with s:
        await trio.lowlevel.checkpoint()
    print("once")
    with s:
        print("not reached")
