"""Lies here so that pytest puts this folder on the path: tests import `pictures` and its neighbours by name."""
