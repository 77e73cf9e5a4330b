"""Functions of other libraries, which the language does not have: by which name the user knows them, and what is written instead."""
