"""Who is told that something changed. Notices carry ids only; who gets one fetches by the guarded views."""
