"""The case 诉求: filed by a firm, verified, accepted, answered, confirmed or disputed, closed."""
