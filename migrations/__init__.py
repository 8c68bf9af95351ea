"""How the database came to be: one file per step, in Tortoise's own format."""
