"""The road out, from us to Meta:

compose (the pending row, visible at once) → outbox (claim, attempt, send, settle) → statuses by the road in
"""
