"""Unlocking: passphrase or recovery code, and why it was locked."""
