"""The classic faults of an installation: is each of them there, and how is it cured?

checks (which there are) → findings (what one saw, as data) → wording (in people's words)
checkups (the daily one, kept, with its notices)
"""
