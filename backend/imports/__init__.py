"""Lists that others keep, taken in: firms, bodies, memberships, and work orders of the 12345 line.

A file is first checked: each line is done and undone, so that what is said of it is what would
happen. Then it is applied, a line at a time, each in a unit of its own: a line that cannot be right
is told and holds up no other. A line known by its key changes nothing the second time.
"""
