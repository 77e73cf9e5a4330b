"""Classical special functions of real numbers, written in the language: exponential, sine and elliptic integrals, zeta and hypergeometric functions."""
from . import elliptic, exponential, gauss, kummer, trigonometric, zeta

FUNCTIONS = (*exponential.FUNCTIONS, *trigonometric.FUNCTIONS, *zeta.FUNCTIONS, *gauss.FUNCTIONS, *kummer.FUNCTIONS, *elliptic.FUNCTIONS)
