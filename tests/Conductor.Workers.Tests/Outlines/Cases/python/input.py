#!/usr/bin/env python3
"""Orders of a shop.

More about it here.
"""
from __future__ import annotations

import os
from dataclasses import dataclass

try:
    import tomllib
except ImportError:
    tomllib = None

LIMIT: int = 12
NAMES = [
    "größe",
    "😀",
    "other",
]


def worth(order, discount=0):
    """What an order is worth. Discounts are taken off.

    :param order: the order
    """
    # sum first
    total = sum(line.price for line in order.lines)
    return total - discount


@dataclass(frozen=True)
class Order:
    """An order.

    It has lines.
    """

    name: str
    lines: list[Line] = ()

    # @core_logic
    def total(self) -> int:
        result = 0
        for line in self.lines:
            result += line.price
        return result

    @property
    def size(self): return len(self.lines)

    @staticmethod
    async def load(
        path: str,
        *,
        strict: bool = True,
    ) -> "Order":
        """Reads one."""
        async with open_file(path) as file:
            return Order(await file.read())

    def nothing(self):
        """Nothing at all."""

    class Line:
        def __init__(self, price):
            self.price = price
            self.paid = False


def outer():
    def inner():
        return 1

    return inner


if __name__ == "__main__":
    order = Order("a")
    print(worth(order))
