"""Data that ships with the product: law, forms, fonts, icons, wording, samples."""
