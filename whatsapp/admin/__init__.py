"""The managers' back office: one module a noun."""
