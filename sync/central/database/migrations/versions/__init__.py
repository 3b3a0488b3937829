"""One revision a file; a released one never changes."""
