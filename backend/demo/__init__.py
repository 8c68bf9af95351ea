"""The founding story and a living demo, loaded through the same actions as everybody else's cases."""

from __future__ import annotations

from backend.demo.loading import is_loaded, load

__all__ = ["is_loaded", "load"]
