"""The command line, a module per command: `HELP`, `add_arguments(parser)` and `run(arguments, terminal)`."""
