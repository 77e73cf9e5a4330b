"""Points where the density is not finite: a chain keeps the newest of them (`watched.py`), and after a run the model says why (`told.py`)."""
