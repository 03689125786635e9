# compare: messages
import trio


async def limited(seconds):
    with trio.move_on_after(seconds):
        print("not reached")


async def failing(seconds):
    with trio.fail_after(seconds):
        print("not reached")


async def main():
    try:
        await failing(-1)
    except ValueError as e:
        print(str(e))
    await limited(-0.5)
