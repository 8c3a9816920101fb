"""Finding what was written, however it is spelled. Arabic first: hamza, taa marbuta and vowels don't matter."""
