"""The press: gathers every room's pages and prints them as an edition, or says why it must not be printed.

It owns the gathering, the rendering, the walk that counts clicks, and the refusals. It does not own what a page says
(the rooms' `pages`) or how an edition is kept (`edition`).
"""
