"""Arrays that are read through run-time masks, beyond their reductions."""
