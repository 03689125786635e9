async def main():
    x = 6
    xs = [1, 2.5, "three"]
    print("hello", "two words", x)
    print(f"x is {x}, x / 4 is {x / 4}")
    print(7 // 2, -7 // 2, -7 % 3, 2 ** 10)
    print(0.1 + 0.2, 1.50, 1e300 * 10, 3 / 1)
    print(len(xs), xs[2], f"last: {xs[-1]}")
    print("true", "true", "true")
