"""Writing derivatives: reverse and forward mode, the bind-time split. Imports `ir` alone."""
