"""Functions of functions: what is called for each element, each row, or where a condition holds; and objects that are functions of known numbers."""
