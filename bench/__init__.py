"""The bench: measures Fanlight beside its peers on one machine, in one run. `make bench` runs it; no test is timed."""
