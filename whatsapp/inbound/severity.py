"""How bad Meta's news is, and whether work stops: one table, read from the top, the first row that fits holds.

An event fits a row by its first words: ACCOUNT_RESTRICTION and ACCOUNT_VIOLATION differ, PAUSED is PAUSED.
"""

from whatsapp.models import Notice

INFO, WARNING, CRITICAL = Notice.Severity.INFO, Notice.Severity.WARNING, Notice.Severity.CRITICAL

BAD_FOR_A_TEMPLATE = ("REJECTED", "PAUSED", "DISABLED", "FLAGGED", "LIMIT_EXCEEDED", "LOCKED")

TABLE: tuple[tuple[str, tuple[str, ...], Notice.Severity, bool], ...] = (
    # field, events that begin so (none: all of them), how bad, does it stop work
    ("account_update", ("DISABLE", "SCHEDULE_FOR_DISABLE", "ACCOUNT_DELETED", "ACCOUNT_RESTRICT"), CRITICAL, True),
    ("account_update", ("REINSTATE", "ACCOUNT_RECONNECTED"), INFO, False),
    ("account_update", ("ACCOUNT_VIOLATION",), CRITICAL, False),
    ("account_update", ("ACCOUNT_OFFBOARDED", "PARTNER_REMOVED"), CRITICAL, True),
    ("account_review_update", ("REJECTED",), CRITICAL, True),
    ("account_alerts", ("CRITICAL",), CRITICAL, False),
    ("account_alerts", ("WARNING",), WARNING, False),
    ("message_template_status_update", BAD_FOR_A_TEMPLATE, WARNING, False),
    ("message_template_quality_update", ("RED",), WARNING, False),
    ("template_category_update", (), WARNING, False),
    ("phone_number_quality_update", ("BANNED",), CRITICAL, True),
    ("phone_number_quality_update", ("RED", "FLAGGED", "DOWNGRADE"), CRITICAL, False),
    ("phone_number_quality_update", ("YELLOW",), WARNING, False),
    ("phone_number_name_update", ("REJECTED", "DEFERRED"), WARNING, False),
    ("payment_configuration_update", (), WARNING, False),
    ("security", (), CRITICAL, False),
    ("messages", ("GROUP",), WARNING, False),
    ("smb_message_echoes", ("GROUP",), WARNING, False),
    ("messaging_handovers", (), WARNING, False),
)  # fmt: skip

ENDS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    # field, events that begin so say: it is over; what is over
    ("account_update", ("REINSTATE",), ("DISABLE", "SCHEDULE_FOR_DISABLE", "ACCOUNT_RESTRICT")),
    ("account_update", ("ACCOUNT_RECONNECTED",), ("ACCOUNT_OFFBOARDED", "PARTNER_REMOVED")),
    ("account_review_update", ("APPROVED",), ("REJECTED",)),
    ("phone_number_quality_update", ("CONNECTED", "UNFLAGGED", "GREEN"), ("BANNED", "FLAGGED", "RED")),
)

PAYMENT = frozenset({131042, 131043})
LOCKED = frozenset({131031, 368, 131048})


def can_end(field: str) -> bool:
    return any(name == field for name, _, _ in ENDS)


def ends(field: str, later: str, earlier: str) -> bool:
    """Whether the one event says that what the other told of is over."""
    return any(
        name == field and later.upper().startswith(over) and earlier.upper().startswith(begun)
        for name, over, begun in ENDS
    )


def of(field: str, event: str, codes: frozenset[int]) -> tuple[Notice.Severity, bool]:
    """`codes`: the numbers of the errors that came with it. Returns how bad, and whether work stops."""
    if codes & (PAYMENT | LOCKED):
        return CRITICAL, True
    for name, begins, severity, stops_work in TABLE:
        if name == field and (not begins or event.upper().startswith(begins)):
            return severity, stops_work
    return (WARNING if codes else INFO), False
