"""Settings: bureau, officers, look, centre, passphrase, law."""
