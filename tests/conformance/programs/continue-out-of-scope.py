import trio


async def main():
    tries = 0
    while True:
        tries += 1
        if tries > 4:
            break
        try:
            with trio.move_on_after(1) as s:
                if tries % 2 == 0:
                    continue
                await trio.sleep(tries)
                print(f"try {tries} in time")
            print(f"try {tries}: {str(s.cancelled_caught).lower()}")
        finally:
            print(f"end of try {tries} at {trio.current_time()}")
