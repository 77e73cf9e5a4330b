"""Stan's functions, a file a subject: lines for the table of `signatures.py`, and which laws there are."""
