"""Programs in other languages than Python, as models of the command line."""
