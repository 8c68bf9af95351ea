"""Following one case live."""
