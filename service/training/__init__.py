"""Train the bundled generator: `python -m service.training --help`."""
