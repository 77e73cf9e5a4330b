"""Calls: Python functions inlined, recognised functions by one table (`recognition.py`), a file for each family of them."""
