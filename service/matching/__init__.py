"""Which support applies to an applicant."""
