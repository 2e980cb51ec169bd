import pickle

from pipeline.errors import Diagnostic, Mark, MediaError, did_you_mean
from pipeline.messages import Message, tr, verbatim


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
