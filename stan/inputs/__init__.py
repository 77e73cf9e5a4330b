"""Data of a Stan program: files, declared types and sizes."""
