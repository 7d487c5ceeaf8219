"""How well search answers: judged queries are read, asked of an edition as the page asks, and counted.

`reading` takes a file of judged queries in, `naming` finds the records it names, `asking` asks and keeps the answers,
`metrics` makes figures of them, and `comparing` sets two runs against each other query by query. Nothing here changes
what search answers, and search knows nothing of what is here.
"""
