"""Functions of scientific work beside those of `special/`: ratios of gamma functions, inverses, relatives of the error function, laws by SciPy's names."""
