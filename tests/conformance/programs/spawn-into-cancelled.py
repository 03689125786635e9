import trio


async def child(name):
    print(f"{name} runs")
    await trio.lowlevel.checkpoint()
    print("not reached")


async def main():
    async with trio.open_nursery() as n:
        n.start_soon(child, "before")
        n.cancel_scope.cancel()
        n.start_soon(child, "after")
        print("body")
    print("after")
