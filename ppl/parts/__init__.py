"""Parts of log densities and moments that several families are made of, in the language."""
