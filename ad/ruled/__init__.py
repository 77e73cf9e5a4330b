"""Functions whose derivatives are written in the language: rules of one's own, and the implicit function theorem."""
