# compare: messages
async def main():
    print("before")
    raise ValueError("no good")
