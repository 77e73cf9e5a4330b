"""Special functions written in the language: gamma, normal, and the incomplete gamma and beta functions with their slopes."""
