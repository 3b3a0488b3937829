"""Looking closely: one photo or two side by side, in tiles, with what is drawn over it."""
