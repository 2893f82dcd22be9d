"""`python -m psscore`."""

from psscore.cli.main import main

main()
