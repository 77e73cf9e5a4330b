"""Bodies of functions that programs call and libraries define: complex mathematics, arithmetic of runtimes. Differentiated like any other."""
