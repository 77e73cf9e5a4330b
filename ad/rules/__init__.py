"""Derivatives as data: partials of scalar operations, rules of dense calls. Imports `ir` alone."""
