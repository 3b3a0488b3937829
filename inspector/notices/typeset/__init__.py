"""Chinese typesetting: characters to lines to pieces to pages; knows nothing of forms or of PDF."""
