"""Doc."""
import os

X = 1

if os.name == "nt":
    import winreg

    def find(key):
        a = winreg.OpenKey(key)
        return a

    for name in ("a", "b", "c"):
        print(name)
        print(name)
        print(name)
        find(name)
else:
    find = None
    for name in ("a", "b", "c"):
        print(name)
        print(name)
        print(name)
        print(name)

try:
    import json
except ImportError:
    json = None

BIG = {
  "a": 1,
  "b": 2,
  "c": 2,
  "d": 2,
}

os.environ.update({
  "a": "1",
  "b": "2",
})
X += 1

with open("x") as f:
    for line in f:
        print(line)
        print(line)
        print(line)

if __name__ == "__main__":
    find("x")
