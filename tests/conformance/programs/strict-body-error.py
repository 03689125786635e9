# options: --strict-exception-groups
# compare: messages
import trio


async def main():
    try:
        async with trio.open_nursery():
            raise ValueError("body")
    except ExceptionGroup as g:
        print(len(g.exceptions), g.exceptions[0].args[0])
    async with trio.open_nursery():
        raise KeyError("uncaught")
