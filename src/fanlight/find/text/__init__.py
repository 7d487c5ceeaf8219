"""Answers for a text message (SMS): a message in, short parts out. Nothing about a person is kept from one message to
the next, so a message says all that is needed, and the answer names the message that asks for more."""
