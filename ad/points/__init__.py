"""A function compiled for one point, run at many: the loop over points in machine code."""
