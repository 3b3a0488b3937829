"""Film and sound: the list of what was taken in, and the page on which one of them is played."""
