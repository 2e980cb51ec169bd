from pipeline.errors import Diagnostic, Mark, did_you_mean


def test_a_message_shows_its_place_and_the_next_step():
    line = "        transition: disolve"
    found = Diagnostic(
        code="unknown-transition",
        message="unknown transition 'disolve'",
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
    found = Diagnostic(code="x", message="y", mark=Mark(file="a", line=1, column=5, text="标题：X"))

    place, line, caret = found.describe().split("\n")
    assert caret.index("^") == 4 + len("标题：") * 2 + 1
    del place, line


def test_a_word_like_nothing_known_gets_the_list():
    assert did_you_mean("zzz", ["cut", "dissolve"]) == "Known: cut, dissolve"
