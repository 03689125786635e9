# compare: messages
import trio


async def main():
    for value, maximum in ((-1, None), (1.5, None), (2, 1), (1, 1.5), (1, 1), (0, None)):
        try:
            s = trio.Semaphore(value, max_value=maximum)
            print(s.value, str(s.max_value).lower())
        except (TypeError, ValueError) as e:
            print(type(e).__name__, e)
    trio.Semaphore(-5)
