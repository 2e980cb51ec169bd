"""Comments of YAML text, which nobody reads but people: what must not be seen there is masked, all else stays."""

import yaml

from pipeline.masking import blotted


def without_secrets(text: str) -> str:
    """The text with the secrets in its comments blotted out; it says the same to every program.

    A text that is no YAML is all comment.
    """
    shown = blotted(text)
    if shown == text:
        return text
    try:
        said = [
            (event.start_mark.index, event.end_mark.index)
            for event in yaml.parse(text, yaml.SafeLoader)
            if isinstance(event, yaml.ScalarEvent) and event.start_mark and event.end_mark
        ]
    except yaml.YAMLError:
        return shown
    parts, end = [], 0
    for start, stop in said:
        parts += [shown[end:start], text[start:stop]]
        end = max(end, stop)
    return "".join([*parts, shown[end:]])
