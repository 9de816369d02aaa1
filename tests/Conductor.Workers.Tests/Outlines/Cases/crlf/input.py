"""Orders."""
import os


class Order:
    """One order. It has lines."""

    # größe 😀
    def total(self):
        """What it is worth. Taxes too."""
        result = sum(self.lines)
        return result
