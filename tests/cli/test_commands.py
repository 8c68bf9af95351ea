"""Commands do what they say, and say what is wrong in one line."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from backend.cli.contract import sorted_sdl
from tests.cli.processes import lingju, serving


def is_untouched(folder: Path) -> bool:
    """Return whether nothing was made there."""
    return not any(folder.iterdir())


def test_the_order_of_the_code_does_not_show_in_the_contract() -> None:
    one = 'type B { b(y: Int, x: Int): Int a: Int }\n"What."\nenum A { Z Y }'
    other = '"What."\nenum A { Y Z }\ntype B { a: Int b(x: Int, y: Int): Int }'
    assert sorted_sdl(one) == sorted_sdl(other)


async def test_a_token_for_nobody_is_refused_in_both_languages(tmp_path: Path) -> None:
    code, output, complaints = await lingju(
        *("token", "create", "--phone", "13800000000", "--data-dir", str(tmp_path))
    )
    assert (code, output) == (1, "")
    assert complaints == "没有这个手机号码的人员 · Nobody has this phone number\n"


async def test_every_wrong_setting_is_told_at_once(tmp_path: Path) -> None:
    code, _, complaints = await lingju(
        *("check", "--data-dir", str(tmp_path)), LINGJU_PORT="many", LINGJU_DEMO="perhaps"
    )
    assert code == 1
    assert "LINGJU_PORT" in complaints
    assert "LINGJU_DEMO" in complaints
    assert "Traceback" not in complaints


async def test_a_port_that_is_taken_is_told_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        code, _, complaints = await lingju("serve", "--port", port, "--data-dir", str(tmp_path))
    assert code == 1
    assert "Cannot listen on" in complaints
    assert len(complaints.splitlines()) == 1
    assert is_untouched(tmp_path)


@pytest.mark.parametrize("command", [("check",), ("verify-audit",), ("backup", "x")])
async def test_what_only_looks_does_not_found_a_deployment(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    code, _, said = await lingju(*command, "--data-dir", str(tmp_path / "none"))
    assert (code, "lingju migrate" in said) == (1, True)
    assert is_untouched(tmp_path)


async def test_the_audit_of_an_empty_deployment_is_whole(tmp_path: Path) -> None:
    assert (await lingju("migrate", "--data-dir", str(tmp_path)))[0] == 0
    code, output, _ = await lingju("verify-audit", "--data-dir", str(tmp_path))
    assert (code, output) == (0, "0 events, 0 broken chains\n")


async def test_what_wins_is_the_flag_then_the_environment(tmp_path: Path) -> None:
    named, flagged = tmp_path / "named", tmp_path / "flagged"
    arguments = ("--no-demo", "--data-dir", str(flagged))
    async with serving(*arguments, LINGJU_DATA_DIR=str(named)):
        assert (flagged / "lingju.sqlite3").exists()
        assert not named.exists()


async def test_a_new_master_key_takes_over_what_the_old_one_holds(tmp_path: Path) -> None:
    old, new = "an old master key of this deployment", "a new master key of this deployment"
    folder, phone = str(tmp_path), "19900000101"

    async def token(keys: str) -> int:
        arguments = ("token", "create", "--phone", phone, "--data-dir", folder)
        return (await lingju(*arguments, LINGJU_SECRET_KEYS=keys))[0]

    assert (await lingju("demo", "--data-dir", folder, LINGJU_SECRET_KEYS=old))[0] == 0
    assert await token(new) == 1
    code, renewed, _ = await lingju(
        "renew-keys", "--data-dir", folder, LINGJU_SECRET_KEYS=f"{new},{old}"
    )
    assert code == 0
    assert int(renewed) > 50
    assert await token(new) == 0


async def test_a_backup_is_restored_elsewhere_and_says_what_it_holds(tmp_path: Path) -> None:
    here, there, file = str(tmp_path / "here"), str(tmp_path / "there"), str(tmp_path / "b.lingju")
    assert (await lingju("demo", "--data-dir", here))[0] == 0
    code, made, _ = await lingju("backup", file, "--data-dir", here)
    assert (code, made.startswith(f"{file}: ")) == (0, True)
    rows = made.split()[1]
    code, restored, _ = await lingju("restore", file, "--data-dir", there)
    assert code == 0
    assert restored.startswith(f"{rows} rows")
    assert restored.endswith("0 broken chains\n")
    code, _, said = await lingju("restore", file, "--data-dir", there)
    assert (code, "空数据库" in said) == (1, True)
