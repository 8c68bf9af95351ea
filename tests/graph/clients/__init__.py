"""Programs of other people, run by Node against our server."""
