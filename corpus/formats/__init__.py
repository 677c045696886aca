"""A file of some format comes in, its lines go out."""
