"""The graph, as programs of other people meet it."""
