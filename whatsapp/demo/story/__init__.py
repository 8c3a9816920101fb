"""What Nakheel Store and its customers said. One module a region, newest conversation first.

Clock times are used from yesterday backwards, "… ago" for today, so that the story is fresh at any hour.
"""

from whatsapp.demo.script import Customer

from . import abroad, egypt, gulf, levant_and_maghreb, saudi
from .labels import LABELS
from .ready_replies import READY_REPLIES, REPLIES_WITH_FILES

STORY: tuple[Customer, ...] = (
    *saudi.CUSTOMERS,
    *gulf.CUSTOMERS,
    *egypt.CUSTOMERS,
    *levant_and_maghreb.CUSTOMERS,
    *abroad.CUSTOMERS,
)

__all__ = ["LABELS", "READY_REPLIES", "REPLIES_WITH_FILES", "STORY"]
