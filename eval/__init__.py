"""Judges retrieval and answers by question–clause pairs."""
