"""Importing a foreign table: which column says what, what each row becomes, and nothing written before a yes."""
