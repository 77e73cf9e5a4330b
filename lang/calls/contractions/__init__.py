"""Sums of products over named axes: what they say, in which order factors meet, and how two of them are multiplied."""
