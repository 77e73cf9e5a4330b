"""Values in a program: expressions, calls, indices, and what becomes of a value where another type or a copy of it is needed."""
