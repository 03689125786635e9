import trio


async def main():
    s, r = trio.open_memory_channel(5)
    s2, r2 = s.clone(), r.clone()
    s.close()
    r.close()
    await s2.send(1)
    await s2.send(2)
    print(await r2.receive())
    r3 = r2.clone()
    r2.close()
    print(await r3.receive())
    s2.close()
    try:
        await r3.receive()
    except trio.EndOfChannel:
        print("EndOfChannel")
