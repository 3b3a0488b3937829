"""The forms as data; read as package data."""
