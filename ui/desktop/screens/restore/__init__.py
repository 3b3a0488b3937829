"""A device comes back from its backup, on one screen, before anything is set up."""
