# nursery --on-error continue is a nursery whose children keep their errors, which are raised at its end.
import trio


async def main():
    errors = []

    async def fails(n):
        try:
            await trio.sleep(n)
            raise ValueError(f"e{n}")
        except ValueError as e:
            errors.append(e)

    async with trio.open_nursery() as nursery:
        nursery.start_soon(fails, 2)
        nursery.start_soon(fails, 1)
        nursery.start_soon(trio.sleep, 3, name="sleep")
    raise trio.MultiError(errors)
