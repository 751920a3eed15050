"""`python -m console` is the command `hubiao`."""

from console.cli import main

main()
