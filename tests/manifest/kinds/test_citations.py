"""Quotations, people and credits, as manifests have them."""

from fractions import Fraction

import pytest

from pipeline.manifest.kinds.quote import unquoted
from pipeline.model.programme import Credit
from pipeline.model.segments import CreditsSegment, PersonSegment, QuoteSegment
from tests.manifest.workspaces import Workspace, segments

HEAD = "number: 1\ntitle: 毛泽建\nspeakers: [李明]\nsegments:\n"


def said(workspace: Workspace, entry: str) -> list[tuple[str, str, int]]:
    workspace.episode(HEAD + entry)
    return [(one.severity, one.code, one.mark.column) for one in workspace.read().diagnostics]


def test_a_quotation_loses_the_marks_and_dashes_that_are_drawn(workspace: Workspace):
    workspace.episode(HEAD + "  - quote: “{title}的话。”\n    by: ——{speakers}\n    source: 《{series}》\n")
    (quote,) = segments(workspace)

    assert isinstance(quote, QuoteSegment)
    assert (quote.text, quote.by, quote.source) == ("毛泽建的话。", "李明", "《烈士塔下颂英烈》")
    assert quote.title == "毛泽建的话"


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("“为有牺牲”", "为有牺牲"),
        ("「甲」与「乙」", "「甲」与「乙」"),
        ("“他说‘好’。”", "他说‘好’。"),
        ('"To be."', "To be."),
        ("  独立寒秋，\n   湘江北去。  ", "独立寒秋，\n湘江北去。"),
        ("“”", ""),
        ("“", "“"),
        ("“甲”“乙”", "“甲”“乙”"),
    ],
)
def test_only_marks_around_all_of_it_are_taken_off(written: str, words: str):
    assert unquoted(written) == words


def test_a_card_stands_as_long_as_it_takes_to_read_it(workspace: Workspace):
    workspace.episode(HEAD + f"  - quote: 信仰\n  - quote: {'言' * 60}\n  - {{quote: 信仰, for: 9s}}\n")
    lengths = [one.length for one in segments(workspace) if isinstance(one, QuoteSegment)]

    assert lengths == [4, 12, 9]


def test_what_nobody_can_read_in_its_time_is_told(workspace: Workspace):
    assert said(workspace, f"  - {{quote: {'言' * 60}, for: 3s}}\n") == [("warning", "too-short-to-read", 80)]
    assert said(workspace, f"  - {{quote: {'言' * 60}, for: 7s}}\n") == []


def test_a_quotation_of_more_than_300_characters_is_refused(workspace: Workspace):
    assert said(workspace, f"  - quote: {'言' * 301}\n") == [("error", "crowded-card", 12)]
    assert said(workspace, f"  - quote: {'言' * 300}\n") == []


def test_marks_with_nothing_between_them_are_no_quotation(workspace: Workspace):
    assert said(workspace, "  - quote: “”\n") == [("error", "empty-value", 12)]


def test_a_person_has_years_that_are_read(workspace: Workspace):
    workspace.write("episodes/lieshita/p.jpg", "media")
    workspace.episode(
        HEAD + "  - {person: '{title}', portrait: p.jpg, focus: [50%, 20%], years: 约1905-1929, text: 她。}\n"
    )
    (person,) = segments(workspace)

    assert isinstance(person, PersonSegment) and person.years and person.portrait
    assert (person.name, person.portrait.name, person.text, person.title) == ("毛泽建", "p.jpg", "她。", "毛泽建")
    assert (person.years.born, person.years.died, person.shown_years) == (1905, 1929, "约1905—1929")
    assert person.focus == (Fraction(1, 2), Fraction(1, 5))


@pytest.mark.parametrize("years", ["唐代", "1929-1905", "1905-2029"])
def test_odd_years_are_told(workspace: Workspace, years: str):
    assert said(workspace, f"  - {{person: 毛泽建, years: {years}}}\n") == [("warning", "odd-years", 26)]


def test_what_has_no_effect_is_told(workspace: Workspace):
    workspace.write("episodes/lieshita/n.m4a", "media")

    assert said(workspace, "  - {person: 毛, focus: [0.5, 0.2]}\n") == [("warning", "no-portrait", 17)]
    assert said(workspace, "  - {quote: 信仰, gain: 2 dB}\n") == [("warning", "without-narration", 17)]
    assert said(workspace, "  - {quote: 信仰, narration: n.m4a, for: 5s}\n") == [("warning", "length-of-narration", 35)]


def test_a_missing_portrait_and_a_missing_narration_are_errors(workspace: Workspace):
    assert said(workspace, "  - {person: 毛, portrait: p.jpg}\n") == [("error", "missing-file", 27)]
    assert said(workspace, "  - {quote: 信仰, narration: n.m4a}\n") == [("error", "missing-file", 28)]


def test_credits_are_roles_with_names(workspace: Workspace):
    workspace.episode(
        HEAD + "  - credits:\n      主讲: '{speakers}'\n      摄影: [王小明、 李芳, 王小明]\n      音乐: 《春、夏》\n"
    )
    (credits,) = segments(workspace)

    assert isinstance(credits, CreditsSegment) and not credits.auto
    assert credits.credits == (
        Credit(role="主讲", names=("李明",)),
        Credit(role="摄影", names=("王小明", "李芳")),
        Credit(role="音乐", names=("《春、夏》",)),
    )


def test_credits_may_be_gathered_with_some_of_their_own(workspace: Workspace):
    workspace.episode(HEAD + "  - credits: auto\n  - credits: {auto: yes, 摄影: 王小明}\n")
    first, second = segments(workspace)

    assert isinstance(first, CreditsSegment) and isinstance(second, CreditsSegment)
    assert (first.auto, first.credits) == (True, ())
    assert (second.auto, second.credits) == (True, (Credit(role="摄影", names=("王小明",)),))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("{}", "empty-value"),
        ("", "empty-value"),
        ("{摄影: []}", "empty-value"),
        ("{摄影: }", "empty-value"),
        ("{摄影: {甲: 乙}}", "wrong-type"),
        ("{摄影: [[甲]]}", "wrong-type"),
        ("[摄影]", "wrong-type"),
        ("王小明", "wrong-type"),
        ("{auto: maybe}", "bad-answer"),
        ("{auto: no}", "empty-value"),
    ],
)
def test_credits_without_anybody_are_an_error(workspace: Workspace, written: str, code: str):
    (found,) = said(workspace, f"  - credits: {written}\n")

    assert found[:2] == ("error", code)
