"""Who is told that something changed. Notices carry ids only; whoever gets one fetches through the guarded views."""
