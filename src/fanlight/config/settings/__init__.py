"""Django settings: `door` for the public read path, `house` for all that needs the database."""
