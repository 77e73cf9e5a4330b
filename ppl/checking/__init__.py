"""What is wrong with a model at a point, and what can be seen of it before it is sampled: CPython runs it and looks at every operation and site."""
