import trio


attempts = 0


async def flaky():
    global attempts
    attempts += 1
    await trio.sleep(1)
    if attempts < 3:
        raise OSError("not yet")
    return f"attempt {attempts}"


async def patiently(tries=5, pause=0.5):
    for i in range(tries):
        try:
            return await flaky()
        except OSError as e:
            print(f"{e} at {trio.current_time()}")
            await trio.sleep(pause * 2 ** i)
    raise trio.TooSlowError("gave up")


async def main():
    global attempts
    print(await patiently())
    try:
        attempts = 0
        await patiently(tries=1)
    except trio.TooSlowError as e:
        print(str(e))
