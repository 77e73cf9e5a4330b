"""How a model and its data become one: tried in CPython, or by its declarations and the compiled density alone."""
