"""A voice for tests."""

import sys

ENGINE = '''\
"""A voice for tests: a tenth of a second of tone for each character, between silences; it counts its starts."""
import math, pathlib, struct, sys, wave

text, out, rate = pathlib.Path(sys.argv[1]).read_text("utf-8").strip(), sys.argv[2], int(sys.argv[3])
with open("starts.txt", "a", encoding="utf-8") as log:
    log.write(text + "\\n")
HZ = 16000
tone = [16000] * (len(text) * HZ // 10 * 100 // rate)
for index in range(len(tone)):
    tone[index] = round(8000 * math.cos(index / HZ * 6000))
samples = [0] * 1600 + tone + [0] * 3200
with wave.open(out, "wb") as file:
    file.setparams((1, 2, HZ, 0, "NONE", ""))
    file.writeframes(struct.pack(f"<{len(samples)}h", *samples))
'''
VOICE = f'voice: {{engine: command, command: ["{sys.executable}", fake.py, "{{text_file}}", "{{out}}", "{{rate}}"]}}\n'
