"""Vector versions of elementary and special functions."""
