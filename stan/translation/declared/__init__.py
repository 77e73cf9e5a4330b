"""What is declared: first values and zeros, the sets that values lie in, dims of the results, and the parameters as sites."""
