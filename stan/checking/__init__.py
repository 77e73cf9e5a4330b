"""Whether a tree is a program: types, scopes, who may assign what, and what is allowed where."""
