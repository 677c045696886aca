"""Train the bundled tokenizer and encoder: `python -m index.training --help`."""
