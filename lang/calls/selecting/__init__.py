"""Reductions and all that depends on which elements are meant: keywords, masks, positions."""
from . import masks, members, reducing

MODULES = ("scipy.spatial.distance", "statistics", "itertools", "operator")          # whose functions have a meaning here
FAMILIES = (reducing.public, masks.public, members.public)
