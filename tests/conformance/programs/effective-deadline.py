import trio


async def main():
    print(trio.current_effective_deadline())
    with trio.move_on_after(10):
        print(trio.current_effective_deadline())
        with trio.move_on_after(20):
            print(trio.current_effective_deadline())
            with trio.move_on_after(5) as s:
                print(trio.current_effective_deadline())
                s.shield = True
                s.deadline = 30
                print(trio.current_effective_deadline())
                s.cancel()
                print(trio.current_effective_deadline())
            with trio.CancelScope(shield=True):
                print(trio.current_effective_deadline())
