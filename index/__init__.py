"""Clauses come in, hits go out."""
