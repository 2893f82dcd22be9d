"""The command line: reads arguments, calls the library, shows what it said. No rule lives here."""
