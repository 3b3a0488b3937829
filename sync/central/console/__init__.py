"""The console: pages for the office over what the centre received. Server-rendered, no script, every look on a trail.

`app.make_console` is the door; `tables` the tables, which the centre makes with its own.
"""
