"""Files of messages: fetched from Meta, kept once each, shown only to those who may see their message.

queue (what is to be fetched, and when again) · fetching (one file) · keeping (into the storage, by content) ·
sniffing (what bytes are) · pictures, films (size and small picture) · serving (the answer to a browser) ·
handing_over (the bytes, without a page's thread) · backup
"""
