"""Voices of manifests: which keys hold, what cannot speak, and how words are read."""

from decimal import Decimal

import pytest

from pipeline.manifest.settings.voices import with_readings
from pipeline.model.segments import Narration
from pipeline.model.series import Voice
from tests.manifest.workspaces import Workspace

EPISODE = "number: 1\ntitle: 一\nsegments:\n  - say: 你好。\n"


def alone(workspace: Workspace, text: str) -> Workspace:
    (workspace.folder / "001-mao-zejian.yaml").unlink()
    workspace.write("episodes/lieshita/001.yaml", text)
    return workspace


def narration(workspace: Workspace) -> Narration:
    (found,) = workspace.read().episodes[0].segments
    assert isinstance(found, Narration)
    return found


def voice(workspace: Workspace) -> Voice:
    speaking = narration(workspace).speaking
    assert speaking is not None
    return speaking.voice


def test_nearest_wins_key_by_key(workspace: Workspace):
    workspace.write("studio.yaml", "name: x\nvoice: {engine: espeak-ng, name: cmn, rate: 80%, pitch: 90%}\n")
    workspace.write("episodes/lieshita/series.yaml", "title: x\nvoice: {rate: 110%}\n")
    alone(workspace, "voice: {pitch: 120%}\n" + EPISODE + "    voice: {name: cmn+f2}\n")

    found = voice(workspace)
    assert (found.engine, found.name, found.rate, found.pitch) == ("espeak-ng", "cmn+f2", 110, 120)


def test_another_engine_has_other_names(workspace: Workspace):
    workspace.write("studio.yaml", "name: x\nvoice: {engine: edge, name: zh-CN-XiaoxiaoNeural, rate: 80%}\n")
    alone(workspace, "voice: espeak-ng\n" + EPISODE)

    found = voice(workspace)
    assert (found.engine, found.name, found.rate) == ("espeak-ng", "", 80)


@pytest.mark.parametrize(
    ("settings", "code", "words"),
    [
        ("{rate: 90%}", "no-voice", "write 'voice: espeak-ng'"),
        ("edge", "no-voice", "which of its voices"),
        ("piper", "missing-model", "needs a model"),
        ("{engine: piper, name: nothing.onnx}", "missing-model", "no file 'nothing.onnx'"),
        ("command", "no-voice", "no command"),
        ("{engine: espeak-ng, rate: 1.2}", "bad-percent", "not a share in percent"),
        ("{engine: espeak-ng, rate: 900%}", "bad-percent", "between 25% and 300%"),
        ("{engine: espeak}", "unknown-voice-engine", "did you mean 'espeak-ng'"),
        ("{engine: espeak-ng, lexicon: no.yaml}", "missing-file", "no.yaml"),
    ],
)
def test_what_cannot_speak_is_told(workspace: Workspace, settings: str, code: str, words: str):
    alone(workspace, EPISODE + f"    voice: {settings}\n")

    said = workspace.complaints()
    assert f"[{code}]" in said
    assert words in said


def test_piper_has_no_pitch(workspace: Workspace):
    workspace.write("episodes/lieshita/v.onnx", "model")
    alone(workspace, EPISODE + "    voice: {engine: piper, name: v.onnx, pitch: 120%}\n")

    said = workspace.complaints()
    assert "[no-pitch]" in said and "settings are missing: v.onnx.json" in said
    workspace.write("episodes/lieshita/v.onnx.json", "{}")
    assert "[missing-model]" not in workspace.complaints()


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("[say.sh]", "neither where the text is"),
        ('[say.sh, "{text_file}"]', "neither where the text is"),
        ('[say.sh, "{text_file}", "{folder}"]', "neither where the text is"),
        ('[say.sh, "{text_file}", "{out}", "{speed}"]', "'{speed}'"),
    ],
)
def test_a_command_must_be_told_where_text_and_sound_are(workspace: Workspace, command: str, words: str):
    workspace.write("studio.yaml", f"name: x\nvoice: {{engine: command, command: {command}}}\n")
    alone(workspace, EPISODE)

    said = workspace.complaints()
    assert "[bad-command]" in said and words in said


def test_the_longest_word_counts_and_nothing_is_replaced_twice():
    lexicon = (("银行行长", "银杭航掌"), ("银行", "银杭"), ("行", "形"), ("杭", "错"), ("1921", "一九二一"))

    assert with_readings("银行行长去银行，行吗？1921年", lexicon) == "银杭航掌去银杭，形吗？一九二一年"


def test_what_looks_like_a_pattern_is_a_word():
    assert with_readings("a.c abc (x)", ((".", "点"), ("(x)", "叉"))) == "a点c abc 叉"


def test_a_lexicon_under_another_name_beside_manifests_is_refused(workspace: Workspace):
    workspace.write("episodes/lieshita/readings.yaml", "行: 航\n")
    alone(workspace, EPISODE + "    voice: {engine: espeak-ng, lexicon: readings.yaml}\n")

    assert "must be called 'lexicon.yaml'" in workspace.complaints()


def test_a_lexicon_elsewhere_may_have_any_name(workspace: Workspace):
    workspace.write("assets/readings.yaml", "行: 航\n")
    alone(
        workspace, EPISODE.replace("你好", "行吗") + "    voice: {engine: espeak-ng, lexicon: assets/readings.yaml}\n"
    )

    speaking = narration(workspace).speaking
    assert speaking is not None and speaking.texts == ("航吗。",)


def test_a_text_becomes_a_narration(workspace: Workspace):
    alone(workspace, "voice: espeak-ng\n" + EPISODE + "    gain: -3 dB\n    pause: 1s\n")

    found = narration(workspace)
    assert (found.takes, found.gain, found.pause) == ((), Decimal(-3), 0)
    assert found.speaking is not None and found.speaking.between == 1


def test_the_sentences_stand_at_their_lines(workspace: Workspace):
    said = "|\n      你好。再见。\n\n      # 题目\n      谢谢。\n"
    alone(workspace, f"voice: espeak-ng\nnumber: 1\ntitle: 一\nsegments:\n  - say: {said}")

    found = narration(workspace)
    assert [(one.mark.line, one.mark.column, one.mark.text) for one in found.sentences] == [
        (6, 7, "      你好。再见。"), (6, 10, "      你好。再见。"), (9, 7, "      谢谢。"),
    ]  # fmt: skip
    assert found.heading == "题目"


@pytest.mark.parametrize("written", ["你好。", "'你好。'", '"你好。"', ">-\n      你好。"])
def test_however_it_is_written_the_text_is_the_same(workspace: Workspace, written: str):
    alone(workspace, f"voice: espeak-ng\nnumber: 1\ntitle: 一\nsegments:\n  - say: {written}\n")

    assert [one.text for one in narration(workspace).sentences] == ["你好。"]


def test_nothing_to_say(workspace: Workspace):
    alone(workspace, "voice: espeak-ng\nnumber: 1\ntitle: 一\nsegments:\n  - say: '[停顿]'\n")

    assert "[nothing-to-say]" in workspace.complaints()


def test_a_pace_that_the_command_is_not_told_of(workspace: Workspace):
    voice = 'voice: {engine: command, command: [say.sh, "{text_file}", "{out}", "{pitch}"]}'
    workspace.write("studio.yaml", f"name: x\n{voice}\n")
    alone(workspace, EPISODE + "    voice: {rate: 90%, pitch: 110%}\n")

    said = workspace.complaints()
    assert said.count("[voice-without-effect]") == 1 and "'rate' has no effect" in said


def test_a_direction_on_a_line_of_its_own_parts_paragraphs(workspace: Workspace):
    said = "|\n      你好。\n      [停顿]\n      再见。谢谢。\n"
    alone(workspace, f"voice: espeak-ng\nnumber: 1\ntitle: 一\nsegments:\n  - say: {said}")

    assert [(one.text, one.opens) for one in narration(workspace).sentences] == [
        ("你好。", True), ("再见。", True), ("谢谢。", False),
    ]  # fmt: skip


def test_an_episode_chooses_the_voice_of_a_part(workspace: Workspace):
    workspace.write("episodes/lieshita/series.yaml", "title: 系列\nintro:\n  say: 这里是{series}。\n")
    alone(workspace, "voice: espeak-ng\nnumber: 1\ntitle: 一\nsegments:\n  - use: intro\n")

    assert [one.text for one in narration(workspace).sentences] == ["这里是系列。"]
    workspace.write("episodes/lieshita/001.yaml", "number: 1\ntitle: 一\nsegments:\n  - use: intro\n")
    assert "series.yaml:3:8: no voice is chosen" in workspace.complaints()
