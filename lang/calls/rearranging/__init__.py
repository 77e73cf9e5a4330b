"""Arrays whose elements are those of others in other places: NumPy's own function says where each goes, of numbers in their stead."""
