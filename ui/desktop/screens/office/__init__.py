"""What comes back from the office: what both sides wrote, what a person decides, and what is to be heeded."""
