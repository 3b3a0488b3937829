"""The desktop: the only place with Qt."""
