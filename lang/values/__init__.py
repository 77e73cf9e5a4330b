"""What staging works on: types, staged values, frames and facts, the builder of IR, and the table of what is refused."""
