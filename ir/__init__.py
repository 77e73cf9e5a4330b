"""LLVM IR as data: records, text, graphs of blocks and objects, and machine code. Knows neither the language nor derivatives."""
