"""Classical special functions of real numbers, written in the language: exponential, sine and elliptic integrals, zeta and hypergeometric functions."""
from . import elliptic, exponential, gauss, gauss_slopes, kummer, trigonometric, zeta

FUNCTIONS = (*exponential.FUNCTIONS, *trigonometric.FUNCTIONS, *zeta.FUNCTIONS, *gauss.FUNCTIONS, *gauss_slopes.FUNCTIONS, *kummer.FUNCTIONS,
             *elliptic.FUNCTIONS)
