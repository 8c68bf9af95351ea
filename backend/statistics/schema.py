"""The figures on the graph: readable by everybody, signed in or not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import strawberry

from backend import graph
from backend.errors import Language
from backend.statistics import policy
from backend.statistics.counting import Counts, count, count_by
from backend.statistics.definitions import BESIDE, DEFINITIONS, VERSION, Definition
from backend.statistics.dimensions import Dimension
from backend.statistics.hiding import hidden_beside, hidden_by_what_is_left_out
from backend.statistics.labels import Label, labels
from backend.statistics.rates import SMALLEST_SAMPLE, WITHHELD, Figure, Missing
from backend.statistics.selection import Asked, Selection, select, widened
from backend.submissions.schema import Channel

strawberry.enum(Dimension, name="StatisticsDimension", description="By what figures can be split.")
strawberry.enum(Missing, name="RateMissing", description="Why a figure has no rate.")

_BY_ID = {one.id: one for one in DEFINITIONS}


@strawberry.type(description="So many of so many.")
class Ratio:
    """A figure on the graph."""

    numerator: int | None = strawberry.field(
        description="How many count. Null where it may not be told: of fewer than five, or where one "
        "answer could be read from it."
    )
    denominator: int | None = strawberry.field(description="Of how many. Null as the numerator is.")
    rate: str | None = strawberry.field(
        description="Percent with one decimal, rounded half up; `100.0` only when all count."
    )
    missing: Missing | None = strawberry.field(
        description="Why there is no rate, if there is none."
    )

    @classmethod
    def of(cls, figure: Figure) -> Ratio:
        """Return the figure as the graph shows it."""
        return cls(
            numerator=figure.numerator,
            denominator=figure.denominator,
            rate=figure.rate,
            missing=figure.missing,
        )


@strawberry.type(description="What a figure counts.")
class FigureDefinition:
    """A definition in the viewer's language."""

    name: str = strawberry.field(description="The field of `Statistics`.")
    title: str
    numerator: str | None = strawberry.field(description="What counts; null of a plain count.")
    denominator: str = strawberry.field(description="Among what it is counted.")
    version: int = strawberry.field(description="Rises when any definition changes.")


@strawberry.interface(description="The figures of some cases as of one instant.")
class Figures:
    """The figures of one cell; what may not be told is null."""

    counts: strawberry.Private[Counts]
    tells_few: strawberry.Private[bool]
    withheld: strawberry.Private[frozenset[str]]

    @strawberry.field(
        description="Cases accepted by then, withdrawn ones excepted; each once over its rounds. "
        "Null where fewer than five may not be told."
    )
    def submission_count(self) -> int | None:
        """Return the number of cases."""
        number = self.counts.numbers["submissionCount"]
        is_few = 0 < number < SMALLEST_SAMPLE
        is_hidden = "submissionCount" in self.withheld or (is_few and not self.tells_few)
        return None if is_hidden else number

    @strawberry.field(description="办结率: closed among accepted.")
    def completion(self) -> Ratio:
        """Return the completion rate."""
        return self.rate("completion")

    @strawberry.field(description="其中默认办结: how many of the closed were closed by silence.")
    def closed_by_timeout(self) -> int | None:
        """Return the closures by silence."""
        return self.beside("closedByTimeout")

    @strawberry.field(description="其中维持办结: how many of the closed had their reply upheld.")
    def closed_upheld(self) -> int | None:
        """Return the closures by upholding."""
        return self.beside("closedUpheld")

    @strawberry.field(description="企业确认率: closed by the firm's own word, among closed.")
    def confirmed(self) -> Ratio:
        """Return the confirmation rate."""
        return self.rate("confirmed")

    @strawberry.field(description="按期办结率, by the effective due: extensions count.")
    def on_time(self) -> Ratio:
        """Return the on-time rate."""
        return self.rate("onTime")

    @strawberry.field(description="按原定期限办结率: as if nothing had been extended.")
    def on_time_by_original_due(self) -> Ratio:
        """Return the on-time rate by the original due."""
        return self.rate("onTimeByOriginalDue")

    @strawberry.field(description="响应率: first contact within its limit.")
    def response(self) -> Ratio:
        """Return the response rate."""
        return self.rate("response")

    @strawberry.field(description="解决率, strict: the firm says SOLVED.")
    def solved(self) -> Ratio:
        """Return the strict rate of the solved."""
        return self.rate("solved")

    @strawberry.field(description="解决率, lenient: the firm says SOLVED or PARTLY.")
    def solved_or_partly(self) -> Ratio:
        """Return the lenient rate of the solved."""
        return self.rate("solvedOrPartly")

    @strawberry.field(description="参评率: graded among asked.")
    def survey_response(self) -> Ratio:
        """Return the survey's response rate."""
        return self.rate("surveyResponse")

    @strawberry.field(description="满意率 of the latest round; the silent are on neither side.")
    def satisfaction(self) -> Ratio:
        """Return the satisfaction rate."""
        return self.rate("satisfaction")

    @strawberry.field(description="首轮满意率: the same of first rounds.")
    def first_round_satisfaction(self) -> Ratio:
        """Return the satisfaction with first rounds."""
        return self.rate("firstRoundSatisfaction")

    def rate(self, figure_id: str) -> Ratio:
        """Return a figure as this viewer may see it."""
        if figure_id in self.withheld:
            return Ratio.of(WITHHELD)
        numerator, denominator = self.counts.of(figure_id)
        guarded = _BY_ID[figure_id].is_opinion or not self.tells_few
        return Ratio.of(
            Figure.of(
                numerator,
                denominator,
                smallest=SMALLEST_SAMPLE if guarded else 0,
                hidden=not self.tells_few,
            )
        )

    def beside(self, name: str) -> int | None:
        """Return a count that is a part of the closed: hidden where these are."""
        return (
            self.counts.numbers[name] if self.rate("completion").denominator is not None else None
        )


@strawberry.type(description="The figures of one cell of a breakdown.")
class StatisticsCell(Figures):
    """A cell; its key is the code other fields know it by."""

    key: str | None = strawberry.field(
        description="Code of area, category, department or tier, name of channel or kind, or month "
        "as `2020-01`; null where none is stated."
    )
    label: str = strawberry.field(description="The key in words.")


@strawberry.type(description="The figures of the chosen cases as of the end of a day.")
class Statistics(Figures):
    """All figures of one question."""

    selection: strawberry.Private[Selection]
    area_code: str
    as_of: date = strawberry.field(description="All that happened by the end of this day counts.")

    @strawberry.field(
        description="The same figures for every cell that has a case, in the order of the keys; "
        "at most 500. Where fewer than five are hidden in one cell, a second cell hides the same.",
        directives=[graph.Cost(weight=20), graph.ListSize(assumed_size=20)],
    )
    async def breakdown(self, info: strawberry.Info, by: Dimension) -> list[StatisticsCell]:
        """Return the cells."""
        cells = await count_by(self.selection, by)
        withheld = policy.withheld_opinions(self.selection, tells_few=self.tells_few, by=by)
        beside = [frozenset[str]() for _ in cells] if self.tells_few else hidden_beside(cells)
        names = await labels(by, [cell.key for cell in cells])
        language = graph.language_of(info)
        return [
            StatisticsCell(
                counts=cell,
                tells_few=self.tells_few,
                withheld=self.withheld | withheld | hidden,
                key=label.code,
                label=label.words.said_in(language),
            )
            for cell, hidden in zip(cells, beside, strict=True)
            for label in (names.get(cell.key) or Label(cell.key, names[None].words),)
        ]

    @strawberry.field(
        description="What every figure counts; at most 20.",
        directives=[graph.ListSize(assumed_size=len(DEFINITIONS) + len(BESIDE))],
    )
    def definitions(self, info: strawberry.Info) -> list[FigureDefinition]:
        """Return the definitions in the viewer's language."""
        return _definitions(graph.language_of(info))


def _definitions(language: Language) -> list[FigureDefinition]:
    return [
        FigureDefinition(
            name=one.id,
            title=one.name.said_in(language),
            numerator=one.counted.said_in(language) if isinstance(one, Definition) else None,
            denominator=one.among_words.said_in(language),
            version=VERSION,
        )
        for one in (*BESIDE, *DEFINITIONS)
    ]


@strawberry.input(description="Which cases, as of when. Days are the area's; both ends count.")
class StatisticsInput:
    """The question; what is left out chooses nothing away."""

    area_code: str = strawberry.field(description="As `320500`.")
    as_of: date | None = strawberry.field(
        default=None, description="Today unless given; not later."
    )
    include_subareas: bool = strawberry.field(
        default=True, description="Whether the areas below count as well."
    )
    channels: list[Channel] | None = None
    categories: list[str] | None = strawberry.field(default=None, description="Category codes.")
    department_codes: list[str] | None = strawberry.field(
        default=None, description="Of the departments that handled the round."
    )
    tiers: list[str] | None = strawberry.field(default=None, description="Tiers of the firm.")
    accepted_from: date | None = None
    accepted_to: date | None = None

    def asked(self) -> Asked:
        """Return the question as the domain takes it."""
        return Asked(
            area_code=self.area_code,
            as_of=self.as_of,
            includes_subareas=self.include_subareas,
            channels=_given(self.channels),
            categories=_given(self.categories),
            department_codes=_given(self.department_codes),
            tiers=_given(self.tiers),
            accepted_from=self.accepted_from,
            accepted_to=self.accepted_to,
        )


def _given(chosen: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if chosen is None else tuple(chosen)


@strawberry.type
class StatisticsQuery:
    """Figures, open to everybody."""

    @strawberry.field(
        description="The figures of an area as of the end of a day, made from what had happened by "
        "then. Open to everybody; BAD_USER_INPUT for an unknown code or a day that lies ahead. What "
        "firms say (`solved`, `satisfaction` and their kin) is told to the public of a category, "
        "department, tier, kind or days of acceptance for whole months only: as of the last day of a "
        "month that is over; else it is null, SMALL_SAMPLE.",
        directives=[graph.Cost(weight=400)],
    )
    async def statistics(self, info: strawberry.Info, input: StatisticsInput) -> Statistics:
        """Return the figures."""
        asked = input.asked()
        selection = await select(asked)
        counts = await count(selection)
        tells_few = policy.sees_small_cells(graph.actor_of(info), selection.area_code)
        withheld = policy.withheld_opinions(selection, tells_few=tells_few)
        if selection.is_narrow and not tells_few:
            whole = await count(await select(widened(asked)))
            withheld |= hidden_by_what_is_left_out(counts, whole)
        return Statistics(
            counts=counts,
            tells_few=tells_few,
            withheld=withheld,
            selection=selection,
            area_code=selection.area_code,
            as_of=selection.as_of,
        )
