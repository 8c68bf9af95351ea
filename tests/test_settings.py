from __future__ import annotations

from pathlib import Path

import pytest

from backend.settings import Settings, SettingsError, descriptions, is_loopback, read

KEY = "k" * 32


def test_without_any_variable_the_server_is_a_private_one_on_this_machine():
    settings = read({})
    assert (settings.host, settings.port, settings.demo) == ("127.0.0.1", 8000, False)
    assert settings.is_loopback
    assert settings.database == f"sqlite://{Path('var').absolute()}/lingju.sqlite3"


def test_each_variable_reaches_its_setting():
    settings = read(
        {
            "LINGJU_DATABASE_URL": "postgres://u:p@db/lingju",
            "LINGJU_DATA_DIR": "/srv/lingju",
            "LINGJU_SECRET_KEYS": f" {KEY}, {KEY}2 ",
            "LINGJU_HOST": "0.0.0.0",
            "LINGJU_PORT": "80",
            "LINGJU_PUBLIC_URL": "https://lingju.example",
            "LINGJU_TRUSTED_PROXIES": "10.0.0.0/8",
            "LINGJU_ALLOWED_ORIGINS": "https://a.example,https://b.example:8443",
            "LINGJU_DEMO": "true",
        }
    )
    assert settings == Settings(
        database_url="postgres://u:p@db/lingju",
        data_dir=Path("/srv/lingju"),
        secret_keys=(KEY, f"{KEY}2"),
        host="0.0.0.0",
        port=80,
        public_url="https://lingju.example",
        trusted_proxies=("10.0.0.0/8",),
        allowed_origins=("https://a.example", "https://b.example:8443"),
        demo=True,
    )
    assert settings.database == "postgres://u:p@db/lingju"


def test_all_mistakes_are_named_at_once_and_no_value_is_shown():
    with pytest.raises(SettingsError) as refused:
        read(
            {
                "LINGJU_PORT": "eighty",
                "LINGJU_DEMO": "perhaps",
                "LINGJU_SECRET_KEYS": "hunter2",
                "LINGJU_DATABASE_URL": "mysql://u:hunter2@db/x",
                "LINGJU_PUBLIC_URL": "lingju.example/app",
                "LINGJU_ALLOWED_ORIGINS": "https://a.example/",
                "LINGJU_TRUSTED_PROXIES": "everybody",
                "LINGJU_DATABAS_URL": "sqlite:///x",
                "LINGJU_TEST_ENGINE": "sqlite",
            }
        )
    named = {problem.split(":")[0] for problem in refused.value.problems}
    assert named == {
        "LINGJU_PORT",
        "LINGJU_DEMO",
        "LINGJU_SECRET_KEYS",
        "LINGJU_DATABASE_URL",
        "LINGJU_PUBLIC_URL",
        "LINGJU_ALLOWED_ORIGINS",
        "LINGJU_TRUSTED_PROXIES",
        "LINGJU_DATABAS_URL",
    }
    assert "hunter2" not in str(refused.value)


def test_the_settings_can_be_shown_without_their_secrets():
    shown = repr(read({"LINGJU_SECRET_KEYS": KEY, "LINGJU_DATABASE_URL": "postgres://u:pw@db/x"}))
    assert KEY not in shown
    assert "pw" not in shown
    assert "port=8000" in shown


def test_every_setting_is_described():
    assert all(len(description) > 20 for description in descriptions().values())
    assert len(descriptions()) == len(Settings.__struct_fields__)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost"])
def test_loopback_is_recognised(host: str):
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "lingju.example", "127.example", ""])
def test_everything_else_is_not_loopback(host: str):
    assert not is_loopback(host)


@pytest.mark.parametrize(
    "variable",
    [{"LINGJU_PUBLIC_URL": "https://x.example"}, {"LINGJU_TRUSTED_PROXIES": "127.0.0.1"}],
)
def test_behind_a_proxy_a_loopback_address_is_open_to_others(variable: dict[str, str]):
    assert not read(variable).is_loopback


def test_the_names_that_programs_use_are_nobodys_mistake() -> None:
    given = {"LINGJU_TOKEN": "lj_x", "LINGJU_URL": "http://127.0.0.1", "LINGJU_SKIP_WEB": "1"}
    assert read(given) == read({})
