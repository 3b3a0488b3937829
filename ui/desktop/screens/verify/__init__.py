"""Verifying files from outside: what the court's verifier says, in the window."""
