"""Reductions and all that depends on which elements are meant: keywords, masks, positions."""
from . import reducing

FAMILIES = (reducing.public,)
