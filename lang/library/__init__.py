"""Functions that are written in the language itself, not emitted: special functions of numbers, linear algebra on small arrays, array functions."""
