"""The JSON routes under /api/whatsapp/, by session or by token."""
