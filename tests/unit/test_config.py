"""Settings: what is missing or wrong is named; what is left out suits one PC."""

import stat
from pathlib import Path

import pytest

from quizapp.config import Settings, SettingsError, Site

SECRET = "s" * 32


def _production(**changes: str) -> dict[str, str]:
    return {
        "QUIZAPP_ENV": "production",
        "QUIZAPP_SECRET_KEY": SECRET,
        "QUIZAPP_DATABASE_URL": "postgresql://quizapp@db/quizapp",
        "QUIZAPP_HOSTS": "thi.hoaan.example",
        **changes,
    }


@pytest.mark.parametrize("name", ["QUIZAPP_SECRET_KEY", "QUIZAPP_DATABASE_URL", "QUIZAPP_HOSTS"])
def test_production_names_the_variable_that_is_missing(name: str, tmp_path: Path) -> None:
    environ = _production(QUIZAPP_INSTANCE=str(tmp_path))
    del environ[name]
    with pytest.raises(SettingsError) as refusal:
        Settings.from_env(environ)
    assert str(refusal.value) == f"thiếu biến môi trường: {name}"


def test_production_names_every_variable_that_is_missing_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refusal:
        Settings.from_env({"QUIZAPP_ENV": "production", "QUIZAPP_INSTANCE": str(tmp_path)})
    assert str(refusal.value) == "thiếu biến môi trường: QUIZAPP_SECRET_KEY, QUIZAPP_DATABASE_URL, QUIZAPP_HOSTS"


def test_production_takes_nothing_from_a_file(tmp_path: Path) -> None:
    settings = Settings.from_env(_production(QUIZAPP_INSTANCE=str(tmp_path / "none")))
    assert settings.is_production
    assert settings.secret_key == SECRET
    assert settings.hosts == ("thi.hoaan.example",)
    assert not (tmp_path / "none").exists()


def test_secret_key_of_31_characters_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="QUIZAPP_SECRET_KEY"):
        Settings.from_env({"QUIZAPP_SECRET_KEY": "s" * 31, "QUIZAPP_INSTANCE": str(tmp_path)})


def test_own_pc_gets_a_secret_key_of_its_own_once(tmp_path: Path) -> None:
    first = Settings.from_env({"QUIZAPP_INSTANCE": str(tmp_path)}).secret_key
    second = Settings.from_env({"QUIZAPP_INSTANCE": str(tmp_path)}).secret_key
    assert first == second
    assert len(first) == 64
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_own_pc_needs_no_variable(tmp_path: Path) -> None:
    settings = Settings.from_env({"QUIZAPP_INSTANCE": str(tmp_path)})
    assert settings.database_url == f"sqlite:///{tmp_path / 'quizapp.sqlite3'}"
    assert settings.hosts == ("127.0.0.1", "localhost", "[::1]")
    assert settings.proxies == 0
    assert settings.is_production is False
    assert settings.site == Site()


@pytest.mark.parametrize("url", ["postgres://u@h/d", "postgresql://u@h/d", "postgresql+psycopg://u@h/d"])
def test_postgresql_address_gets_the_driver_that_is_installed(url: str, tmp_path: Path) -> None:
    settings = Settings.from_env({"QUIZAPP_INSTANCE": str(tmp_path), "QUIZAPP_DATABASE_URL": url})
    assert settings.database_url == "postgresql+psycopg://u@h/d"


@pytest.mark.parametrize("text", ["-1", "one", "1.5"])
def test_number_of_proxies_that_is_no_number_is_refused_by_name(text: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="QUIZAPP_PROXIES"):
        Settings.from_env({"QUIZAPP_INSTANCE": str(tmp_path), "QUIZAPP_PROXIES": text})


def test_hosts_are_split_at_commas(tmp_path: Path) -> None:
    settings = Settings.from_env({"QUIZAPP_INSTANCE": str(tmp_path), "QUIZAPP_HOSTS": " thi.example , 10.0.0.5,"})
    assert settings.hosts == ("thi.example", "10.0.0.5")


def test_site_takes_what_is_given_and_keeps_the_rest(tmp_path: Path) -> None:
    settings = Settings.from_env({"QUIZAPP_INSTANCE": str(tmp_path), "QUIZAPP_SITE_HOTLINE": "0207 000 000"})
    assert settings.site == Site(hotline="0207 000 000")


def test_environment_that_is_misspelt_is_refused_by_name() -> None:
    with pytest.raises(SettingsError) as refusal:
        Settings.from_env(_production(QUIZAPP_ENV="prodution"))
    assert str(refusal.value) == "QUIZAPP_ENV phải là local hoặc production, không phải 'prodution'"


@pytest.mark.parametrize("url", ["junk", "mysql://quizapp@db/quizapp"])
def test_database_of_another_kind_is_refused_by_name(url: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        Settings.from_env(_production(QUIZAPP_DATABASE_URL=url))
    assert str(refusal.value) == "QUIZAPP_DATABASE_URL phải bắt đầu bằng sqlite:/// hoặc postgresql://"
