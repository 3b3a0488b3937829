"""The papers' step: which papers, how they look, who signs, the issue."""
