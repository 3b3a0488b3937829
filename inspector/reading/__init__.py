"""What the characters in a photo mean: fields of a licence, the words of a mark. Pure; proposals, never records."""
