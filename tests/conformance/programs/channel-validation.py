# compare: messages
import trio


async def main():
    for size in (-1, 1.5, 0, float("inf")):
        try:
            s, r = trio.open_memory_channel(size)
            print(s.statistics().max_buffer_size)
        except (TypeError, ValueError) as e:
            print(type(e).__name__, e)
    trio.open_memory_channel(-2)
