"""A checked tree, written as Python in the model language."""
