"""Draws in files, and back without ArviZ or xarray: `writing.py` and `reading.py` take a path of any kind, the other files are the kinds."""
from .reading import KINDS as KINDS
from .reading import chains_of as chains_of
from .reading import read as read
from .writing import files_of as files_of
from .writing import refuse_kind as refuse_kind
from .writing import write as write
