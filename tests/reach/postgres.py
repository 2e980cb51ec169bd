"""A PostgreSQL server of the test's own."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

FOLDERS = [Path(found) for found in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]


def program(name: str) -> str | None:
    here = next((str(folder / name) for folder in FOLDERS if (folder / name).is_file()), None)
    return here or shutil.which(name)


def run(*arguments: str, user: str | None) -> None:
    subprocess.run(arguments, user=user, check=True, capture_output=True, cwd="/")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a server that lives as long as the tests do; it is reached through a socket in its folder."""
    initdb, control = program("initdb"), program("pg_ctl")
    if not (initdb and control):
        if "VOICEHALL_CI" in os.environ:
            pytest.fail("PostgreSQL is missing")
        pytest.skip("PostgreSQL is missing")
    # The server refuses to run as root.
    user = "postgres" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory() as name:
        data = Path(name) / "data"
        data.mkdir(mode=0o700)
        if user:
            known = pwd.getpwnam(user)
            for folder in (Path(name), data):
                os.chown(folder, known.pw_uid, known.pw_gid)
        run(initdb, "-D", str(data), "-U", "hall", "-A", "trust", "-E", "UTF8", "--no-sync", user=user)
        options = f"-c listen_addresses='' -c unix_socket_directories='{name}' -c fsync=off"
        run(control, "-D", str(data), "-o", options, "-l", f"{name}/log", "-w", "start", user=user)
        try:
            yield name
        finally:
            run(control, "-D", str(data), "-m", "immediate", "-w", "stop", user=user)


@pytest.fixture
def postgres(server: str) -> str:
    """The address of an empty database."""
    import psycopg

    with psycopg.connect(f"host={server} user=hall dbname=postgres", autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS hall WITH (FORCE)")
        connection.execute("CREATE DATABASE hall")
    return f"postgresql://hall@/hall?host={server}"
