"""Bessel functions of real order and their kin, written in the language: J and Y (`oscillating.py`), I (`modified.py`), K (`macdonald.py`)."""
