"""Classical special functions of real numbers, written in the language: exponential, sine and elliptic integrals, zeta and hypergeometric functions."""
