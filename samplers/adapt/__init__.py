"""Adaptation during the warm-up: step size (`step_size`), and metric by windows of draws (`windows`)."""
