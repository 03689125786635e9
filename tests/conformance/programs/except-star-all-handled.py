import trio


async def failing(kind):
    if kind == "value":
        raise ValueError("v")
    elif kind == "key":
        raise KeyError("k")
    raise IndexError("i")


async def main():
    try:
        async with trio.open_nursery() as nursery:
            for kind in ("value", "key", "index", "value"):
                nursery.start_soon(failing, kind)
    except* ValueError as eg:
        print(f"{len(eg.exceptions)} ValueError")
    except* KeyError as eg:
        for e in eg.exceptions:
            print(f"also {type(e).__name__}")
    except* IndexError:
        print("and an IndexError")
    finally:
        print("finally")
