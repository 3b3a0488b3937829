"""Deadlines: which day or minute a period of the law ends, by rules and a calendar that are data."""
