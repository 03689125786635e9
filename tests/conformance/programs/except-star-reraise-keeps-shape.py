def shape(e):
    if isinstance(e, ExceptionGroup):
        return f"{type(e).__name__}:{e.message}" + "".join(f"[{shape(member)}]" for member in e.exceptions)
    return f"{type(e).__name__}:{e.args[0]}"


def fail():
    try:
        raise ExceptionGroup("inner", [ValueError("v2"), OSError("o")])
    except ExceptionGroup as inner:
        raise ExceptionGroup("outer", [ValueError("v"), KeyError("k"), inner])


def show(name, body):
    try:
        body()
    except BaseException as e:
        print(f"{name}: {shape(e)}")
    else:
        print(f"{name}: nothing")


def bare():
    try:
        fail()
    except* ValueError:
        raise


def named():
    try:
        fail()
    except* ValueError as e:
        raise e


def both():
    try:
        fail()
    except* ValueError:
        raise
    except* KeyError:
        raise IndexError("new")


def three():
    try:
        fail()
    except* ValueError:
        raise
    except* KeyError:
        raise IndexError("new")
    except* OSError as e:
        raise e


def one_handled():
    try:
        fail()
    except* ValueError:
        raise
    except* KeyError:
        pass


def member():
    try:
        fail()
    except* ValueError as e:
        raise e.exceptions[0]


def single_bare():
    try:
        raise KeyError("k")
    except* KeyError:
        raise


def single_named():
    try:
        raise KeyError("k")
    except* KeyError as e:
        raise e


def single_new():
    try:
        raise KeyError("k")
    except* KeyError:
        raise IndexError("new")


def all_bare():
    try:
        fail()
    except* Exception:
        raise


def all_new():
    try:
        fail()
    except* Exception:
        raise IndexError("new")


def after_another():
    try:
        fail()
    except* ValueError:
        try:
            raise OSError("q")
        except OSError:
            pass
        raise


async def main():
    for body in (bare, named, both, three, one_handled, member, single_bare, single_named, single_new, all_bare, all_new,
                 after_another):
        show(body.__name__.replace("_", "-"), body)
