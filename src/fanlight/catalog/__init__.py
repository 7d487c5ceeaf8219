"""The catalogue: services, providers, life events, topics, audiences, channels; their import, export and pages.

It owns what a record is and how it is stored, and the pages that show records. It does not own the site's look
(`theme`), how an edition is kept (`edition`), when one is printed (`press`) or how people search it (`find`).
"""
