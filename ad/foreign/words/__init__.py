"""What the words of memory hold: one class of memory for all that pointers of a function may reach alike, words by offset."""
