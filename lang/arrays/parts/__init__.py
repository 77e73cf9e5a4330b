"""Parts of arrays: the keys that say which, slices with bounds of run time, reading and writing."""
