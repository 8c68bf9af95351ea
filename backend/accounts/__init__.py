"""People: who they are, how they prove it, what they may do, and who looked at their number.

A person signs in with a code sent to his phone and gets a session (a cookie) or makes access
tokens for programs. His memberships (a role in an organization and an area) become the seats of
the `Actor` that every other domain asks. Phones are encrypted at rest and masked when read.
"""
