"""Numbers that Meta fixed (Cloud API: sending, media, limits). Sizes in bytes, lengths in characters."""

MAX_WEBHOOK_BODY = 3 * 1024 * 1024
MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_CALLBACK_DATA = 512
MAX_WAMID = 255

MAX_REACTION_DAYS = 30
"""How old a message may be to get a reaction."""

MAX_BUTTONS = 3
MAX_BUTTON_TITLE = 20
MAX_BUTTONS_BODY = 1024
MAX_ROWS = 10
MAX_ROW_TITLE = 24
MAX_ROW_DESCRIPTION = 72
MAX_LIST_BODY = 4096
MAX_HEADER = 60
MAX_FOOTER = 60
MAX_MEDIA_ID = 128

MAX_INBOUND = {"sticker": 5 * 1024 * 1024, "image": 32 * 1024 * 1024}
"""Of what customers send Meta passes on 100 MB at most, of no kind less by its own word. Pictures and stickers are
made small by WhatsApp itself: what is far beyond is none."""
MAX_INBOUND_OTHERS = 100 * 1024 * 1024
INBOUND_MEDIA_DAYS = 7
UPLOADED_MEDIA_DAYS = 30
MAX_FILENAME = 240
MAX_TEMPLATE_NAME = 512
MAX_TEMPLATE_HEADER = 60
MAX_TEMPLATE_BODY = 1024
MAX_TEMPLATE_CARD = 160
MAX_TEMPLATE_FOOTER = 60
MAX_TEMPLATE_BUTTONS = 10
MAX_TEMPLATE_BUTTON_TEXT = 25
MAX_TEMPLATE_URL = 2000
MAX_TEMPLATE_PHONE = 20
MAX_TEMPLATE_CODE = 20
MAX_TEMPLATE_PAYLOAD = 256
MIN_TEMPLATE_CARDS = 2
MAX_TEMPLATE_CARDS = 10
MAX_CARD_BUTTONS = 2
MAX_OFFER = 16
"""Characters of what stands beside the clock of an offer of a limited time."""
MAX_OFFER_BODY = 600
