"""Bytes in, bytes out: what a file really is, and how it becomes one that Meta takes. No Django, no network.

kinds (what it is, as what it can go) · prepare (makes it so) · voice, pictures, videos (the three workshops)
faults (why not). The heavy libraries are imported where they are used: most processes never need them.
"""
