"""The entry point of assistants: what the door shows, read from the current edition and given to a Model Context
Protocol client. No database, no session, nothing of a question written down."""
