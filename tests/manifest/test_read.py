"""Reading a workspace: its episodes and series, and what one that cannot be read costs the others."""

from datetime import date
from fractions import Fraction

from pipeline.manifest import new_episode, read_studio
from pipeline.model.publishing.podcast import Listing, Soundbite
from pipeline.model.segments import Card
from tests.manifest.workspaces import EPISODE, Workspace, segments

FIRST = "episodes/lieshita/001-mao-zejian.yaml"
SERIES = "episodes/lieshita/series.yaml"
CARD = """\
number: 1
title: 一
segments:
  - card: 一
"""


def test_an_episode_says_who_it_is(workspace: Workspace):
    (episode,) = workspace.read().episodes

    assert episode.label == "lieshita/1"
    assert (episode.title, episode.summary) == ("毛泽建：巾帼英烈", "一位女战士的一生")
    assert episode.date == date(2022, 3, 31)
    assert (episode.speakers, episode.tags) == (("李明",), ("党性教育", "英烈"))
    assert episode.manifest == workspace.folder / "001-mao-zejian.yaml"


def test_a_series_says_what_its_episodes_share(workspace: Workspace):
    (series,) = workspace.read().series

    assert (series.id, series.title, series.category, series.total) == ("lieshita", "烈士塔下颂英烈", "党性教育", 20)
    assert series.author == "开福红课堂", "the studio's, where the series has none"
    assert (series.language, series.name) == ("zh-CN", "{number:03d} {title}")


def test_values_are_what_was_typed(workspace: Workspace):
    workspace.episode("""
        number: 007
        title: 2022
        summary: no
        tags: [1.10, on, 1:30]
        segments: [{card: 00:12, for: 00:12}]
    """)
    (episode,) = workspace.read().episodes

    assert (episode.number, episode.title, episode.summary) == (7, "2022", "no")
    assert episode.tags == ("1.10", "on", "1:30")
    (card,) = episode.segments
    assert isinstance(card, Card)
    assert (card.text, card.length) == ("00:12", 12)


def test_anchors_and_merge_keys_are_legal(workspace: Workspace):
    workspace.episode("""
        number: 1
        title: 一
        segments:
          - &card {card: 一, for: 2s}
          - *card
          - {<<: *card, card: 二}
    """)

    texts = [(card.text, card.length) for card in segments(workspace) if isinstance(card, Card)]

    assert texts == [("一", 2), ("一", 2), ("二", 2)]


def test_the_others_are_read(workspace: Workspace):
    workspace.episode(EPISODE.replace("number: 1", "number: 3"), "003.yaml")
    workspace.episode("number: 2\ntitle: 二\n", "002.yaml")

    reading = workspace.read()

    assert [episode.number for episode in reading.episodes] == [1, 3]
    (failed,) = reading.failed
    assert (failed.label, failed.path.name) == ("lieshita/2", "002.yaml")
    assert [found.code for found in failed.diagnostics] == ["missing-key"]


def test_episodes_come_by_number_whatever_their_files_are_called(workspace: Workspace):
    workspace.episode(CARD.replace("1", "12"), "a.yaml")
    workspace.episode(CARD.replace("1", "2"), "b.yaml")

    assert [episode.number for episode in workspace.read().episodes] == [1, 2, 12]


def test_a_mistake_in_the_series_stops_its_episodes_and_is_told_once(workspace: Workspace):
    workspace.episode(CARD.replace("1", "2"), "002.yaml")
    workspace.change(SERIES, "total: 20", "totl: 20")

    reading = workspace.read()

    assert reading.episodes == ()
    assert [found.code for found in reading.diagnostics] == ["unknown-key"]
    assert [failed.diagnostics for failed in reading.failed] == [reading.diagnostics] * 2


def test_an_episode_is_searched_even_below_a_broken_series(workspace: Workspace):
    workspace.write(SERIES, "title: [\n")
    workspace.change(FIRST, "summary", "sumary")

    codes = [found.code for found in workspace.read().diagnostics]

    assert codes[:2] == ["bad-yaml", "unknown-key"]


def test_a_warning_stops_nothing(workspace: Workspace):
    workspace.write("episodes/lieshita/a.srt", "1\n00:00:01,0 --> 00:00:03,0\n一\n\n2\n00:00:02,0 --> 00:00:04,0\n二\n")
    workspace.change(FIRST, "script: narration/001.md", "subtitles: a.srt")

    reading = workspace.read()

    assert reading.ok
    assert len(reading.episodes) == 1
    assert [(found.code, found.severity) for found in reading.diagnostics] == [("captions-overlap", "warning")]


def test_a_mistake_in_a_part_is_told_in_the_series_once(workspace: Workspace):
    workspace.change(SERIES, "clip: intro.mp4", "clip: intrp.mp4")
    workspace.episode(EPISODE.replace("number: 1", "number: 2"), "002.yaml")

    reading = workspace.read()

    assert [str(found.mark) for found in reading.diagnostics] == [f"{SERIES}:7:9"]
    assert len(reading.failed) == 2


def test_reading_twice_gives_equal_values(workspace: Workspace):
    assert workspace.read() == workspace.read()


def test_the_studio_alone(workspace: Workspace):
    workspace.change("studio.yaml", "name:", "media_roots: [/nowhere/nas]\nname:")

    studio, diagnostics = read_studio(workspace.root)

    assert (studio.name, studio.root) == ("开福区融媒体工作室", workspace.root)
    assert [found.describe() for found in diagnostics] == [
        "studio.yaml:2:15: warning: there is no folder '/nowhere/nas' [missing-folder]\n"
        "    media_roots: [/nowhere/nas]\n"
        "                  ^\n"
        "hint: its media cannot be used until it is there"
    ]


def test_a_finished_programme_has_files_and_no_segments(workspace: Workspace):
    workspace.write("episodes/lieshita/001.srt", "1\n00:00:01,000 --> 00:00:02,000\n烈士塔下\n")
    workspace.episode(
        """\
        number: 1
        title: 毛泽建
        programme: [clips/museum.mp4, narration/001.m4a]
        subtitles: 001.srt
        """
    )

    reading = workspace.read()

    (episode,) = reading.episodes
    assert [use.name for use in episode.programme] == ["clips/museum.mp4", "narration/001.m4a"]
    assert [cue.text for cue in episode.cues] == ["烈士塔下"]
    assert (episode.segments, reading.diagnostics) == ((), ())


def test_a_copied_manifest_may_not_keep_the_identity_of_its_pattern(workspace: Workspace):
    guid = "guid: 0A0B5D1E-1f2a-5c3b-8d4e-5f6a7b8c9d0e\n"
    workspace.episode(f"number: 1\ntitle: 一\n{guid}segments: [{{card: 一}}]\n")
    workspace.episode(f"number: 2\ntitle: 二\n{guid.lower()}segments: [{{card: 二}}]\n", "002.yaml")

    first, *rest = workspace.read().episodes

    assert (first.guid, rest) == (guid[6:].strip(), [])
    assert workspace.complaints() == (
        "episodes/lieshita/002.yaml:3:7: this is already the identity of '001-mao-zejian.yaml' [duplicate-guid]\n"
        "    guid: 0a0b5d1e-1f2a-5c3b-8d4e-5f6a7b8c9d0e\n"
        "          ^\n"
        "hint: leave the key out: voicehall makes a new one"
    )


def test_an_identity_is_kept_as_it_is_written_and_belongs_to_one_episode_of_all_series(workspace: Workspace):
    guid = "tag:soundcloud,2010:tracks/1 #集"
    workspace.episode(f'number: 1\ntitle: 一\nguid: "{guid}"\nsegments: [{{card: 一}}]\n')
    workspace.write("episodes/zz/series.yaml", "title: 另\n")
    workspace.write("episodes/zz/001.yaml", f"number: 1\ntitle: 一\nguid: '{guid}'\nsegments: [{{card: 一}}]\n")
    workspace.write("episodes/zz/002.yaml", f"number: 2\ntitle: 二\nguid: '{guid.upper()}'\nsegments: [{{card: 一}}]\n")

    assert [episode.guid for episode in workspace.read().episodes] == [guid, guid.upper()]
    assert "episodes/zz/001.yaml:3:7: this is already the identity of 'lieshita/001-mao-zejian.yaml'" in (
        workspace.complaints()
    )


def test_what_podcast_apps_list_it_as_is_read(workspace: Workspace):
    said = "season: 2\ntype: bonus\nsoundbite: {at: 1m10s, for: 30s, title: 尾}\n"
    workspace.episode(f"number: 1\ntitle: 一\n{said}segments: [{{card: 一}}]\n")

    (episode,) = workspace.read().episodes

    bite = Soundbite(start=Fraction(70), length=Fraction(30), title="尾")
    assert episode.listing == Listing(season=2, kind="bonus", soundbite=bite)


def test_a_new_episode_takes_no_finished_programme_and_no_identity_from_its_pattern(workspace: Workspace):
    workspace.change(
        "episodes/lieshita/001-mao-zejian.yaml", "tags:", "guid: 0a0b5d1e-1f2a-5c3b-8d4e-5f6a7b8c9d0e\ntags:"
    )
    assert "guid" not in new_episode(workspace.root, "lieshita", title="二")[1]

    workspace.episode("number: 2\ntitle: 二\nprogramme: clips/museum.mp4\n", "002.yaml")

    assert "programme" not in new_episode(workspace.root, "lieshita", title="三")[1]
