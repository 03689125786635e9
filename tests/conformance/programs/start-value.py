import trio


async def server(base, task_status=trio.TASK_STATUS_IGNORED):
    await trio.sleep(0.5)
    task_status.started(base + 80)
    await trio.sleep_forever()


async def main():
    async with trio.open_nursery() as n:
        port = await n.start(server, 8000)
        other = await n.start(server, 9000, name="second")
        print(f"ports {port} and {other}")
        n.cancel_scope.cancel()
