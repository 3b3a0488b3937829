"""Every key of the locked device is changed, on one page: passphrase, progress, the new recovery code."""
