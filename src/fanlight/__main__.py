"""`python -m fanlight` is the `fanlight` command."""

from fanlight.config.cli import main

main()
