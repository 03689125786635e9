import trio


async def main():
    s, r = trio.open_memory_channel(3)
    await s.send(1)
    await s.send(2)
    s.close()
    print(await r.receive())
    print(r.receive_nowait())
    try:
        r.receive_nowait()
    except trio.EndOfChannel:
        print("EndOfChannel")
    await r.receive()
