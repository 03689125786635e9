import sys


def add_up(count):
    total = 0
    for i in range(count):
        total += i
    print(total)


add_up(int(sys.argv[1]))
