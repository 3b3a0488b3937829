"""The demo: one real inspection from shutter to receipt, on invented people and firms."""
