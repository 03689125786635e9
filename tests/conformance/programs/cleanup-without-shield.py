import trio


async def main():
    with trio.move_on_after(1) as s:
        try:
            await trio.sleep_forever()
        finally:
            print("cleanup begins")
            try:
                await trio.sleep(1)
            finally:
                print(f"cleanup was cut off at {trio.current_time()}")
            print("not reached")
    print(str(s.cancelled_caught).lower(), trio.current_time())
