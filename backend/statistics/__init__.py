"""Every figure the product publishes: a definition in words and in SQL, counted from `handling`."""
