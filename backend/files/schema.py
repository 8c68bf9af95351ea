"""Files on the graph, before they hang on anything."""

from __future__ import annotations

from datetime import datetime

from backend import graph
from backend.files import models, queries


@graph.node(models.StoredFile, visible_to=queries.visible_to)
class StoredFile(graph.Node[models.StoredFile]):
    """A file somebody has handed in by `POST /files`; only he sees it as such.

    Its id is what `attachmentIds` takes, once. What is attached to nothing for seven days is gone.
    """

    name: str = graph.column(description="Its name, cleaned, with the extension of its content.")
    media_type: str = graph.column(description="What its content is.")
    size: int = graph.column(description="Bytes as kept; pictures are drawn anew.")
    created_at: datetime = graph.column(description="When it was handed in.")
    attached_at: datetime | None = graph.column(description="When it was used; null until then.")
