import trio


async def main():
    with trio.move_on_after(1) as s:
        try:
            await trio.sleep_forever()
        except Exception:
            print("not reached")
        finally:
            print("finally")
    print(str(s.cancelled_caught).lower())
