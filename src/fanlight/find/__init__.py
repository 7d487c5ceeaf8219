"""The door: what the public opens. It serves an edition and searches it, and owns the pages about the site itself.

It reads one edition and nothing else: no database, no session, no cookie. It does not own what a service page says
(`catalog`) or how an edition is kept (`edition`).
"""
