import trio


async def main():
    await trio.sleep(3)
    with trio.move_on_after(2) as s:
        print(f"deadline {s.deadline}, effective {trio.current_effective_deadline()}")
        with trio.fail_after(1) as t:
            print(f"deadline {t.deadline}")
    with trio.CancelScope() as u:
        print(f"deadline {u.deadline}")
