"""Office: presentations made a PDF by LibreOffice, where it is installed."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

PATIENCE = 180
"""Seconds that LibreOffice may take."""


def slides_as_pdf(slides: Path, folder: Path) -> Path | None:
    """A PDF of a presentation in `folder`; None where there is no LibreOffice, or it makes none."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        return None
    with tempfile.TemporaryDirectory() as profile:
        # A profile of its own runs no macros and meets no other LibreOffice; nothing that a slide links to is fetched.
        nowhere = {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
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
