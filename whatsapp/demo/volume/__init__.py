"""A company after months of work, for measuring: as many conversations and messages as wanted, in minutes.

place (team, numbers, labels) · people (the customers and their chats) · talk (what was said, and when) · write
(the rows).
"""

from .write import NotEmpty, Progress, Volume, fill, require_an_empty_demo

__all__ = ["NotEmpty", "Progress", "Volume", "fill", "require_an_empty_demo"]
