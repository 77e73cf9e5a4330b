"""Programs in other languages than Python, on the command line: models in Stan, IR whose derivatives are asked for."""
