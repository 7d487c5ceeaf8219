"""The edition: one issue of the whole public site in one folder, never changed after printing.

It owns the format: writing, opening and verifying an edition, pointing at the current one, and its search index. It
does not own what stands on a page (the rooms' `pages`) or when one is printed (`press`).
"""
