import trio


async def server(requests):
    async for number, reply in requests:
        with reply:
            await reply.send(number * 2)


async def main():
    s, r = trio.open_memory_channel(0)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(server, r)
        with s:
            for i in range(3):
                reply_s, reply_r = trio.open_memory_channel(0)
                await s.send((i, reply_s))
                print(await reply_r.receive())
                try:
                    await reply_r.receive()
                except trio.EndOfChannel:
                    print("end of the reply")
