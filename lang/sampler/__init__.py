"""Sampler code: entry points that know no model, outlined functions, pointers, run-time dimension."""
