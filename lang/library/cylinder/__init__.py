"""Bessel functions of real order and their kin, written in the language: J and Y (`oscillating.py`), I (`modified.py`), K (`macdonald.py`)."""
from . import airy, macdonald, modified, orders, oscillating, spherical, turning_orders

FUNCTIONS = (*oscillating.FUNCTIONS, *modified.FUNCTIONS, *macdonald.FUNCTIONS, *spherical.FUNCTIONS, *airy.FUNCTIONS, *orders.FUNCTIONS,
             *turning_orders.FUNCTIONS)
