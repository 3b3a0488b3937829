"""First start: bureau, two officers, passphrase, and the recovery code that is shown once."""
