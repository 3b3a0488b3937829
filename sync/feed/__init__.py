"""The feed: what the centre tells a device, signed, numbered and chained, over the network or on a stick (FORMAT.md 13)."""
