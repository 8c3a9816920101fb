"""A believable team and its conversations: Nakheel Store, dates, coffee and sweets, Riyadh.

team (who signs in) · story (the customers, what was said) · seed (writes both) · world (tells the simulator)
"""
