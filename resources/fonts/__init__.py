"""Fonts shipped with the program; read as package data."""
