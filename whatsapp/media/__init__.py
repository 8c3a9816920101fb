"""Files of messages: fetched from Meta, kept once each, shown only to those who may see their message.

queue (what is to be fetched, and when again) · fetching (one file) · keeping (into the storage, by content) ·
taking (what is to be sent) · inline (what may be opened) · drawing (small picture, waveform) ·
serving (the answer to a browser) · handing_over, taking_in (the bytes, without a page's thread) · entrance (how
much may come in) · backup
"""
