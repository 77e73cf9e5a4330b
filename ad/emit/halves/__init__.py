"""The forward half of a function and its reverse as functions of their own, which meet in a frame."""
