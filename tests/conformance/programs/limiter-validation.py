# compare: messages
import trio


async def main():
    for total in (0, -1, 1.5, 1):
        try:
            print(trio.CapacityLimiter(total).total_tokens)
        except (TypeError, ValueError) as e:
            print(type(e).__name__, e)
    limiter = trio.CapacityLimiter(2)
    for total in (0, 0.5, 7):
        try:
            limiter.total_tokens = total
        except (TypeError, ValueError) as e:
            print(type(e).__name__, e)
        print(limiter.total_tokens)
    limiter.total_tokens = -3
