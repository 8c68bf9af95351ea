"""The firm's one answer (solved? and a grade), and invitations to the silent."""
