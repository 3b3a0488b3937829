"""Sync: one row a stand, one square a photo, green only from a receipt."""
