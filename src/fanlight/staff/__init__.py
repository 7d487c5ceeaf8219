"""Staff: the people who keep the catalogue. It owns the user model (`AUTH_USER_MODEL`), from the first migration.

Residents are never rows here. Roles limited to providers, sign-in and the audit trail come with the desk.
"""
