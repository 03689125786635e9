import trio


async def main():
    try:
        raise trio.Cancelled("by hand")
    except TypeError:
        print("a TypeError")
