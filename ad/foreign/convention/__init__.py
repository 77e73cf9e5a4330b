"""Enzyme's calling convention: `__enzyme_…` calls are found, checked and replaced by calls of derived functions by the convention of `names.py`."""
from .finding import requests
from .request import Argument, Given, Request
from .rewriting import rewrite

__all__ = ["Argument", "Given", "Request", "requests", "rewrite"]
