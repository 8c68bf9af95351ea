"""Every edge of every machine is walked, and everything that is no edge is refused."""
