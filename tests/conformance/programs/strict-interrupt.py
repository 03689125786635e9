# options: --strict-exception-groups
import trio


async def interrupting():
    raise KeyboardInterrupt("by hand")


async def main():
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(interrupting)
    except Exception:
        print("not reached")
    except BaseExceptionGroup as g:
        print("BaseExceptionGroup", type(g.exceptions[0]).__name__)
