import trio


async def main():
    print("before")
    await trio.lowlevel.checkpoint()
    print("between")
    await trio.lowlevel.checkpoint()
    print("after")
