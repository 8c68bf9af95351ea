"""One answer changed in a copy of the file moves its figure, and no other."""

from __future__ import annotations

from pathlib import Path

from backend.history.importing import FOUNDING_FILE, import_file
from backend.organizations.remembered import forget_everything
from tests.statistics.asking import FOUNDING_DAY, cells, figures, shown


async def test_a_changed_grade_moves_satisfaction_and_nothing_else(database: str, tmp_path: Path):
    forget_everything()
    copy = tmp_path / "copy.csv"
    lines = FOUNDING_FILE.read_text("utf-8").splitlines(keepends=True)
    changed = next(at for at, line in enumerate(lines) if ",VERY_SATISFIED," in line)
    lines[changed] = lines[changed].replace(",VERY_SATISFIED,", ",DISSATISFIED,")
    copy.write_text("".join(lines), "utf-8")

    assert await import_file(copy) == 868
    city = await figures(asOf=FOUNDING_DAY)
    assert shown(city["satisfaction"]) == (722, 740, "97.6")
    assert shown(city["surveyResponse"]) == (740, 868, "85.3")
    assert shown(city["completion"]) == (868, 868, "100.0")
    assert shown(city["onTime"]) == (851, 868, "98.0")
    area = lines[changed].split(",")[3]
    moved = (await cells("AREA", asOf=FOUNDING_DAY))[area]
    assert moved["submissionCount"] == 84
