"""Who may open the device and who acts: claiming, handing over, and the card in the settings."""
