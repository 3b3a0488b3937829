"""Drafts on the screen: gathered while one types and at the lock, put back after unlocking."""
