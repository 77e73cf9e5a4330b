"""Python's expressions and statements: names, control flow, loops, comprehensions."""
