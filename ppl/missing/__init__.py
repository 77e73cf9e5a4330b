"""Data that are not there: nan in arguments, and observations of which some entries are parameters or are left out."""
