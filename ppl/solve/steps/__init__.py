"""One step of a differential equation: methods, their linear systems, and how long the next one is."""
