"""What can happen to a conversation and its messages, whoever asks for it."""
