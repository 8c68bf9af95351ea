"""Lingju 零距: the software of a city's promise to its private firms."""
