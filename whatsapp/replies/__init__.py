"""The team's ready-made replies: found by a few letters, filled in for the chat in which they are used."""
