"""A document comes in, clauses go out."""
