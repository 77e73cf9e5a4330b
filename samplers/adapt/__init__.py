"""Adaptation during the warm-up: step size (`step_size`), metric by windows of draws (`windows`), and what samplers share that do both (`adapted`)."""
