"""What a store tells."""

from datetime import timedelta

from pipeline.reach.store import Store
from tests.reach.parsed_files import MAY


def told(store: Store) -> dict[str, list[str]]:
    """All that a store tells, without the ids that it gave by the way."""
    keys = {known.id: known.key for known in store.works()}
    files = {file.id: file.sha256 for file in store.files()}
    works = [(one.key, one.titles, one.state, one.seen, one.gone_since, one.plays) for one in store.works()]
    days = [MAY + timedelta(days=day, hours=1) for day in range(5)]
    answers = {
        "works": works,
        "history": [(keys[one.work], *one[1:7], files[one.file], one.row) for one in store.history(list(keys))],
        "decreases": [(keys[one.work], *one[1:5], files[one.file], *one[6:9]) for one in store.decreases()],
        "days": [(keys[one.work], *one[1:12], files[one.file], one.row) for one in store.day_sums()],
        "conflicts": [
            (keys[one.work], *one[1:4], files[one.file], one.other, files[one.other_file]) for one in store.conflicts()
        ],
    }
    for day in (None, *days):
        latest = store.latest(day)
        answers[f"latest {day}"] = [(keys[one.work], *one[1:7], files[one.file], *one[8:]) for one in latest]
    return {question: sorted(map(repr, answer)) for question, answer in answers.items()}
