import errno
import os
import pickle
import sys
from pathlib import Path

import pytest

from pipeline.errors import Diagnostic, Mark, MediaError, did_you_mean, in_words
from pipeline.messages import Message, told, tr, verbatim


def test_a_message_shows_its_place_and_the_next_step():
    line = "        transition: disolve"
    found = Diagnostic(
        code="unknown-transition",
        message=tr("unknown transition '{name}'", name="disolve"),
        mark=Mark(file="episodes/042.yaml", line=17, column=21, text=line),
        hint=did_you_mean("disolve", ["cut", "dissolve"]),
    )

    assert found.describe() == (
        "episodes/042.yaml:17:21: unknown transition 'disolve' [unknown-transition]\n"
        "            transition: disolve\n"
        "                        ^\n"
        "hint: did you mean 'dissolve'? Known: cut, dissolve"
    )


def test_the_caret_stands_under_its_character_behind_chinese_text():
    found = Diagnostic(code="x", message=verbatim("y"), mark=Mark(file="a", line=1, column=5, text="标题：X"))

    place, line, caret = found.describe().split("\n")
    assert caret.index("^") == 4 + len("标题：") * 2 + 1
    del place, line


def test_a_word_like_nothing_known_gets_the_list():
    assert did_you_mean("zzz", ["cut", "dissolve"]) == "known: cut, dissolve"


class Demanding(MediaError):
    def __init__(self, code: str, message: Message) -> None:
        super().__init__(message, command="ffmpeg -i x", output="no such file")
        self.code = code


def test_an_error_says_where_it_happened_and_survives_the_way_from_another_process():
    error = pickle.loads(pickle.dumps(Demanding("lost", tr("cannot open '{name}'", name="x")).at("s/1: segment 2")))

    assert (type(error), error.code) == (Demanding, "lost")
    assert str(error) == ("s/1: segment 2: cannot open 'x'\n    no such file\nto try it by hand:\n    ffmpeg -i x")


def test_a_line_is_shown_with_the_full_width_blanks_of_chinese_and_without_control_signs():
    found = Diagnostic(code="x", message=verbatim("y"), mark=Mark(file="a", line=1, column=4, text="左\u3000右\x1b\tz"))

    assert found.describe().split("\n")[1:] == ["    左\u3000右� z", "    " + " " * 6 + "^"]


@pytest.mark.parametrize(
    ("number", "chinese"),
    [
        (errno.ENOSPC, "磁盘满了"),
        (errno.EROFS, "磁盘是只读的"),
        (errno.EACCES, "没有权限"),
        (errno.ELOOP, "链接绕成了圈，或层数太多"),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="each system has words of its own")
def test_what_the_system_says_is_told_in_either_language(number: int, chinese: str):
    message = tr("cannot write '{path}': {reason}", path="a", reason=in_words(OSError(number, os.strerror(number))))

    assert told(message, "zh") == f"写不了“a”：{chinese}"
    assert told(message, "en") == f"cannot write 'a': {os.strerror(number)}"


def test_words_that_nobody_translated_stay_as_they_are():
    assert [in_words(cause) for cause in (OSError(99999, "Odd"), ValueError("odd"), KeyError())] == [
        "Odd",
        "odd",
        "KeyError",
    ]


def test_nobody_shows_the_words_of_the_system_as_they_are():
    files = [path for folder in ("pipeline", "commands") for path in Path(folder).rglob("*.py")]

    assert [path for path in files if "strerror" in path.read_text("utf-8")] == [Path("pipeline/errors.py")]
