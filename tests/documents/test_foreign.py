import pytest

from pipeline.documents.foreign import foreign, is_medium

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99)


@pytest.mark.parametrize(
    ("head", "suffix", "what"),
    [
        (b"%PDF-1.7\n", ".pdf", "a PDF document"),
        (b"%PDF-1.7\n", ".jpg", "a PDF document"),
        (OLE, ".ppt", "a PowerPoint presentation"),
        (OLE, ".doc", "a Word document"),
        (OLE, ".mp3", "a document of an old Office program"),
        (b"PK\3\4....word/document.xml", ".mp4", "a Word document"),
        (b"PK\3\4....ppt/slides", ".pptx", "a PowerPoint presentation"),
        (b"PK\3\4....", ".key", "a Keynote presentation"),
        (b"PK\3\4....photo.jpg", ".zip", "a ZIP archive"),
        (b"Rar!\x1a\7\0", ".mp4", "a RAR archive"),
        (b"{\\rtf1\\ansi", ".txt", "a formatted text (RTF)"),
        (b"CTENFDAM\1\0", ".mp3", "an encrypted file of NetEase Cloud Music"),
        (b".RMF\0\0\0\x12", ".rmvb", "a RealMedia film (RM, RMVB)"),
        (b"wvpk\0\0", ".wav", "a WavPack recording (WV)"),
        (b"MAC \x96\x0f\0", ".ape", "a Monkey's Audio recording (APE)"),
        (b".snd\0\0\0\x18", ".au", "a recording of an old Sun computer (AU)"),
        (b"yeelion-kuwo-tme\0", ".kwm", "an encrypted file of Kuwo Music"),
        (b"MAC stands for this text", ".txt", None),
        (b"MZ is how this text begins", ".txt", None),
        (b"ID3\4\0\0", ".mp3", None),
        (b"", "", None),
    ],
)
def test_what_a_file_is(head: bytes, suffix: str, what: str | None):
    found = foreign(head, suffix)

    assert (found.what if found else None) == what


@pytest.mark.parametrize(
    ("head", "medium"),
    [
        (b"ID3\4\0\0\0", True), (b"\0\0\0 ftypisom", True), (b"\2#!SILK_V3", True), (b"\x89PNG\r\n\x1a\n\0\0", True),
        (b"BM 25 hundred words", False), ("毛泽建".encode(), False),
    ],
)  # fmt: skip
def test_words_are_no_medium(head: bytes, medium: bool):
    assert is_medium(head) == medium
