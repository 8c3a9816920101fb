"""The road in, from Meta to us:

webhook (ASGI, beside Django) → journal (one writer, group commit) → ingest (set-based, idempotent)
                                       └── what could not be applied stays kept → process
"""
