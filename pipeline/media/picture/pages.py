"""Pages: those of a PDF drawn as pictures, and presentations made a PDF by LibreOffice where it is installed."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from pipeline.errors import MediaError
from pipeline.messages import tr

LONG_SIDE = 2560
"""Pixels of a drawn page's longer side: sharp at twice the usual programme."""
PATIENCE = 180
"""Seconds that LibreOffice may take."""


def draw_pages(pdf: Path, pages: Mapping[int, Path]) -> None:
    """Draw pages of a PDF, each to its PNG file. Raises MediaError where one cannot be drawn."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
        try:
            for number, to in pages.items():
                page = document[number - 1]
                scale = LONG_SIDE / max(*page.get_size(), 1)
                page.render(scale=min(scale, 8)).to_pil().convert("RGB").save(to)
        finally:
            document.close()
    except (pypdfium2.PdfiumError, IndexError) as cause:
        raise MediaError(tr("'{file}' cannot be drawn", file=pdf.name)) from cause


def page_count(pdf: Path) -> int:
    """Pages of a PDF; 0 for one that cannot be read."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
    except (pypdfium2.PdfiumError, OSError):
        return 0
    try:
        return len(document)
    finally:
        document.close()


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
