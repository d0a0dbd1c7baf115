"""The checks: one module a rule, in a folder a family."""
