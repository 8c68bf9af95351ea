"""Files that people hand in: checked by what is in them, kept under the hash of their content.

Pictures are drawn anew, documents are looked into, everything else is refused. A file belongs to
who sent it until it is attached to something; what is attached to nothing goes after seven days.
"""
