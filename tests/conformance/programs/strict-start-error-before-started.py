# options: --strict-exception-groups
import trio


async def failing(task_status):
    raise ValueError("before")


async def late(task_status):
    task_status.started()
    raise KeyError("after")


def shape(e):
    if isinstance(e, ExceptionGroup):
        return "ExceptionGroup" + "".join(f"[{shape(member)}]" for member in e.exceptions)
    return type(e).__name__


async def main():
    async with trio.open_nursery() as nursery:
        try:
            await nursery.start(failing)
        except BaseException as e:
            print(shape(e))
    try:
        async with trio.open_nursery() as nursery:
            await nursery.start(late)
            print("started")
    except BaseException as e:
        print(shape(e))
