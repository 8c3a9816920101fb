"""Meta's language: WhatsApp Business Cloud API as of Graph v26. Knows neither Django nor our settings."""
