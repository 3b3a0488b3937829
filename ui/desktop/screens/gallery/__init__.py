"""The gallery: every photo of the device, found, assigned, looked at closely and drawn on."""
