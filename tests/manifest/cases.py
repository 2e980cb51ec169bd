"""The cases of messages.md: a name, a manifest, and what is said of it."""

import re
from pathlib import Path

PAGE = Path(__file__).with_name("messages.md").read_text(encoding="utf-8")
CASES = re.findall(r"^## (.+?)\n\n```yaml\n(.*?)```\n\n```text\n(.*?)\n```$", PAGE, re.MULTILINE | re.DOTALL)
