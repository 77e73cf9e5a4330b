"""What can be said of a function without knowing a derivative: blocks, loops, objects in memory, normal forms, and instructions to be added."""
