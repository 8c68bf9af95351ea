"""Fields of the case about what was told to others of it, or led to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import strawberry

from backend import graph

if TYPE_CHECKING:
    # A case leads up to its publication: resolved by strawberry at run time, as its tasks are.
    from backend.publications.schema import Publication


@strawberry.type
class Told:
    """What was told to others of a case, and what it was filed beside."""

    publication: Annotated[Publication, strawberry.lazy("backend.publications.schema")] | None = (
        graph.to_one(
            back="submission_id", description="Its outcome as told to others, or proposed to be."
        )
    )
    related_publication: (
        Annotated[Publication, strawberry.lazy("backend.publications.schema")] | None
    ) = graph.to_one(
        "related_publication_id",
        description="The published answer beside which it was filed (我也遇到), while published.",
    )
