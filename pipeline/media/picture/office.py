"""Office: presentations made a PDF by LibreOffice, where it is installed."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

PATIENCE = 180
"""Seconds that LibreOffice may take."""


def has_office() -> bool:
    """Whether LibreOffice is installed."""
    return _program() is not None


def _program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def slides_as_pdf(slides: Path, folder: Path) -> Path | None:
    """A PDF of a presentation in `folder`; None where there is no LibreOffice, or it makes none."""
    office = _program()
    if office is None:
        return None
    with tempfile.TemporaryDirectory() as profile:
        # A profile of its own runs no macros and meets no other LibreOffice; nothing that a slide links to is fetched.
        nowhere = {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9", "SOURCE_DATE_EPOCH": "0"}
        command = [
            office, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore", "--nologo",
            "--convert-to", "pdf", "--outdir", str(folder), str(slides),
        ]  # fmt: skip
        try:
            subprocess.run(command, capture_output=True, timeout=PATIENCE, env=os.environ | nowhere, check=True)
        except (OSError, subprocess.SubprocessError):
            return None
    made = folder / f"{slides.stem}.pdf"
    return made if made.is_file() else None
