"""The fair: who stands where, found by booth, name or first letters; a tap begins an inspection."""
