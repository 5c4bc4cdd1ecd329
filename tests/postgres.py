"""A PostgreSQL cluster for the length of a test run, or a loud skip."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from tests.server import free_port

both_databases = pytest.mark.parametrize(
    "database_url",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)],
    indirect=True,
    scope="session",
)


def _binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def own_database(url: str) -> str:
    """Make another empty database in the cluster of `url` and return its address."""
    name = f"own_{uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    return url.rsplit("/", 1)[0] + f"/{name}"


@contextmanager
def temporary_cluster() -> Iterator[str]:
    """Yield the address of an empty database in a cluster that ends with the block."""
    binaries = _binaries()
    if binaries is None:
        missing = "PostgreSQL's server binaries (initdb, pg_ctl) are missing"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    # Not among pytest's own folders: another run of it takes from everybody else the right to enter them.
    with TemporaryDirectory(prefix="quizapp-postgresql-") as name, _cluster_in(Path(name), binaries) as url:
        yield url


@contextmanager
def _cluster_in(folder: Path, binaries: Path) -> Iterator[str]:
    # initdb refuses to run as root.
    user = "postgres" if os.geteuid() == 0 else None
    data = folder / "data"
    if user:
        account = pwd.getpwnam(user)
        os.chown(folder, account.pw_uid, account.pw_gid)

    def run(*command: str) -> None:
        done = subprocess.run(
            command,
            user=user,
            cwd=folder,
            check=False,
            capture_output=True,
            text=True,
            env={"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]},
        )
        if done.returncode:
            log = (folder / "log").read_text()[-2000:] if (folder / "log").exists() else ""
            raise RuntimeError(f"{command} ended with {done.returncode}: {done.stdout}{done.stderr}\n{log}")

    run(str(binaries / "initdb"), "-D", str(data), "-A", "trust", "-U", "quizapp", "-E", "UTF8", "--no-sync")
    port = free_port()
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
    run(str(binaries / "pg_ctl"), "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start")
    try:
        yield f"postgresql://quizapp@127.0.0.1:{port}/postgres"
    finally:
        run(str(binaries / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
