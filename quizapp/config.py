"""Settings from the environment, checked once, at start.

Without `QUIZAPP_ENV=production` everything has a default that suits one PC: a SQLite file and a secret key
of its own under `instance/`. In production a missing variable ends the start, by its name.
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_MIN_SECRET_LENGTH = 32


class SettingsError(Exception):
    """A variable is missing or can't be used; the message names it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """Who holds the contests, as pages and exports name them."""

    name: str = "Cuộc thi trực tuyến"
    commune: str = "xã Hòa An"
    province: str = "tỉnh Tuyên Quang"
    mark: str = "HA"
    support: str = "Phòng Văn hóa - Xã hội xã Hòa An"
    hotline: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """What a running app needs to know. `hosts`: the names under which it answers."""

    instance: Path
    secret_key: str
    database_url: str
    hosts: tuple[str, ...]
    proxies: int
    is_production: bool
    site: Site

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Return settings from `environ`, by default the process's own. Raises SettingsError."""
        env = os.environ if environ is None else environ
        is_production = _is_production(env)
        instance = Path(env.get("QUIZAPP_INSTANCE") or ROOT / "instance").resolve()
        if is_production:
            missing = [n for n in ("QUIZAPP_SECRET_KEY", "QUIZAPP_DATABASE_URL", "QUIZAPP_HOSTS") if not env.get(n)]
            if missing:
                raise SettingsError(f"thiếu biến môi trường: {', '.join(missing)}")
        return cls(
            instance=instance,
            secret_key=_secret_key(env, instance),
            database_url=_database_url(env.get("QUIZAPP_DATABASE_URL") or f"sqlite:///{instance / 'quizapp.sqlite3'}"),
            hosts=tuple(
                h.strip() for h in env.get("QUIZAPP_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if h.strip()
            ),
            proxies=_whole_number(env, "QUIZAPP_PROXIES", default=0),
            is_production=is_production,
            site=_site(env),
        )


def _site(env: Mapping[str, str]) -> Site:
    given = {
        field: env[f"QUIZAPP_SITE_{field.upper()}"]
        for field in ("name", "commune", "province", "mark", "support", "hotline")
        if env.get(f"QUIZAPP_SITE_{field.upper()}")
    }
    return Site(**given)


def _is_production(env: Mapping[str, str]) -> bool:
    name = env.get("QUIZAPP_ENV") or "local"
    if name not in ("local", "production"):
        raise SettingsError(f"QUIZAPP_ENV phải là local hoặc production, không phải {name!r}")
    return name == "production"


def _database_url(url: str) -> str:
    """Return the address with the driver that is installed."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingsError("QUIZAPP_DATABASE_URL phải bắt đầu bằng sqlite:/// hoặc postgresql://")
    return url


def _whole_number(env: Mapping[str, str], name: str, *, default: int) -> int:
    text = env.get(name, "")
    if not text:
        return default
    if not text.isdecimal():
        raise SettingsError(f"{name} phải là số nguyên không âm, không phải {text!r}")
    return int(text)


def _secret_key(env: Mapping[str, str], instance: Path) -> str:
    """Return the secret key: from the environment, else from a file under `instance`, made once."""
    key = env.get("QUIZAPP_SECRET_KEY", "")
    if key:
        if len(key) < _MIN_SECRET_LENGTH:
            raise SettingsError(f"QUIZAPP_SECRET_KEY cần ít nhất {_MIN_SECRET_LENGTH} ký tự")
        return key
    path = instance / "secret_key"
    if not path.exists():
        instance.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
    return path.read_text().strip()
