"""Enzyme's calling convention: `__enzyme_…` calls in a module are found, read and checked, and what it registers."""
from .finding import requests
from .registered import Allocation, Registered, registered
from .request import Argument, Given, Request

__all__ = ["Allocation", "Argument", "Given", "Registered", "Request", "registered", "requests"]
