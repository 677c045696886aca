"""A question comes in, a cited answer out."""
