"""Today: the fair in progress, open stands, and how the device is."""
