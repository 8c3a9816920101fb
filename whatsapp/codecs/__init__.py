"""Bytes in, bytes out: what a file really is, and how it becomes one that Meta takes. No Django, no network.

sniffing (what it is) · kinds (as what it can go) · prepare (makes it so) · voice, pictures, videos (the three
workshops) · film_encoding (a video made anew) · thumbnails, stills, waveforms (what is shown of it) · apart
(all of that in another process) · faults (why not). The heavy libraries are imported where they are used: most
processes never need them.
"""
