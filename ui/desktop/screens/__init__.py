"""One folder a screen: a view that shows and tells, a presenter that knows the actions."""
