"""Who may read what, told once as data and compared with every path of the graph."""
