"""`python -m agent` is the same as `afterword`."""

from agent.cli import main

main()
