"""What Tortoise's own clients do wrong, as scenarios that run on them and on ours."""
