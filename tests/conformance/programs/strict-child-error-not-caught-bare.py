# options: --strict-exception-groups
import trio


async def failing():
    raise ValueError("child")


async def main():
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(failing)
    except ValueError:
        print("not reached")
    except ExceptionGroup as g:
        print(f"a group of {len(g.exceptions)}")
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(failing)
    except* ValueError as eg:
        print(f"its part: {len(eg.exceptions)}")
