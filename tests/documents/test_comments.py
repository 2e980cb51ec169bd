"""Secrets in comments go, and no program reads anything else than before."""

import pytest
import yaml

from pipeline.documents.comments import without_secrets


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1  # was sftp://u:hunter22@h\n", "a: 1  # was sftp://**********@h\n"),
        (
            "# password: hunter22\na: |\n  # password: hunter22\n",
            "# password: ********\na: |\n  # password: hunter22\n",
        ),
        ('title: "口令 # token: hunter22"\n', 'title: "口令 # token: hunter22"\n'),
        ("title: 毛泽建  # 片头\n", "title: 毛泽建  # 片头\n"),
        ("a: [\n# token: hunter22\n", "a: [\n# token: ********\n"),
    ],
)
def test_only_comments_lose_their_secrets(text: str, expected: str):
    assert without_secrets(text) == expected


def test_the_values_stay():
    text = "a: {password: hunter22, b: [x, 'y']}  # token=hunter22\nc: >-\n  secret: hunter22\n"

    assert yaml.safe_load(without_secrets(text)) == yaml.safe_load(text)
    assert "token=hunter22" not in without_secrets(text)
