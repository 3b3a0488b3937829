"""After a recovery: what happened, what is safe, what is missing, before work goes on."""
