"""Data of Stan programs: files and Python's values in, what a program declares out."""
from .declared import convert as convert
from .files import KINDS as KINDS
from .files import read as read
