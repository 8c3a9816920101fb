"""The agents' screen: the list of conversations, the open chat, the composer, and signing in."""
