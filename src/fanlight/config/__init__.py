"""Configuration: settings for the door and the house, entry points, and the `fanlight` command."""
