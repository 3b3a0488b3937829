"""Revisions of the centre's tables, applied when a centre opens."""
