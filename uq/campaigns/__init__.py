"""Designs of many points, run replicate after replicate: points, sums, estimates with errors, executors, a store that resumes."""
