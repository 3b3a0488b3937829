"""What an officer does, one verb a file: each takes plain values, commits once, returns frozen values."""
