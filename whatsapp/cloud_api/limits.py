"""Numbers that Meta fixed (Cloud API: sending, media, limits). Sizes in bytes, lengths in characters."""

MAX_WEBHOOK_BODY = 3 * 1024 * 1024
MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_CALLBACK_DATA = 512
MAX_WAMID = 255
