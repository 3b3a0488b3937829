"""Bundles, their delivery, the centre they reach and the verifier anyone can run."""
