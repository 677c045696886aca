"""What a question takes for granted, and what the clauses say to it."""
