"""Past cases, brought in as they happened: one action, one file format, no invented facts."""
