from datetime import date
from decimal import Decimal
from fractions import Fraction

from pipeline.manifest import new_episode, read_studio
from pipeline.model.captions import Cue
from pipeline.model.episode import Episode
from pipeline.model.podcast import Listing, Soundbite
from pipeline.model.segments import Card, ClipSegment, ClipUse, ImageSegment, ImageUse, Narration, Segment
from pipeline.model.series import Bed, Loudness, Transition
from tests.manifest.workspaces import EPISODE, Workspace

FIRST = "episodes/lieshita/001-mao-zejian.yaml"
SERIES = "episodes/lieshita/series.yaml"
CARD = """\
number: 1
title: 一
segments:
  - card: 一
"""


def segments(workspace: Workspace) -> tuple[Segment, ...]:
    reading = workspace.read()
    assert reading.ok, workspace.complaints()
    return reading.episodes[0].segments


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


def test_segments_are_of_the_kind_that_their_key_says(workspace: Workspace):
    kinds = [type(segment) for segment in segments(workspace)]

    assert kinds == [ClipSegment, Card, Narration, ClipSegment, Card, ImageSegment]


def test_a_used_part_knows_its_name_and_the_entry_that_uses_it(workspace: Workspace):
    places = [(segment.part, segment.entry) for segment in segments(workspace)]

    assert places == [("intro", 0), ("", 1), ("", 2), ("", 3), ("outro", 4), ("outro", 4)]


def test_the_marks_of_a_used_part_lead_to_the_series(workspace: Workspace):
    marks = [str(segment.mark) for segment in segments(workspace)]

    assert marks[0] == f"{SERIES}:7:3"
    assert marks[1] == f"{FIRST}:10:5"
    assert marks[5] == f"{SERIES}:15:5"


def test_cards_have_their_fields_replaced_and_nothing_else(workspace: Workspace):
    workspace.episode(r"""
        number: 7
        title: "{number} 与 100%"
        date: 2022-03-31
        speakers: [李明, 王芳]
        segments:
          - card: "{numbering} {title}\n{number:03d} {series} {author} {date} {speakers}"
          - card: '{naem} {title:03d} {number:>9} \N %{pts} {}'
    """)
    first, second = segments(workspace)

    assert isinstance(first, Card) and isinstance(second, Card)
    assert first.text == "第7集 {number} 与 100%\n007 烈士塔下颂英烈 开福红课堂 2022-03-31 李明、王芳"
    assert second.text == r"{naem} {title:03d} {number:>9} \N %{pts} {}"
    assert str(first.text_mark) == f"{FIRST}:7:11"


def test_a_card_stands_four_seconds_unless_it_says(workspace: Workspace):
    workspace.episode(CARD)
    (card,) = segments(workspace)

    assert isinstance(card, Card)
    assert card.length == 4


def test_a_narration_has_takes_pictures_and_captions(workspace: Workspace):
    narration = segments(workspace)[2]

    assert isinstance(narration, Narration)
    assert [take.path for take in narration.takes] == [workspace.folder / "narration/001.m4a"]
    assert narration.heading == "毛泽建的一生"
    assert narration.cues[0] == Cue(start=500, stop=4000, text="毛泽建，湖南湘潭人。")
    image, clip = narration.pictures
    assert isinstance(image, ImageUse) and isinstance(clip, ClipUse)
    assert (image.at, image.media.name) == (None, "photos/stele.jpg")
    assert (clip.at, clip.start, clip.end) == (30, 12, 20)


def test_a_list_of_takes_is_spoken_with_pauses(workspace: Workspace):
    workspace.write("episodes/lieshita/narration/002.m4a", "media")
    workspace.episode("""
        number: 1
        title: 一
        segments:
          - narration: [narration/001.m4a, narration/002.m4a]
            pause: 800ms
            gain: +2.5 dB
    """)
    (narration,) = segments(workspace)

    assert isinstance(narration, Narration)
    assert [take.name for take in narration.takes] == ["narration/001.m4a", "narration/002.m4a"]
    assert (narration.pause, narration.gain) == (Fraction(4, 5), Decimal("2.5"))


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


class TestCascade:
    """Studio, series, episode, segment: the nearest wins, mappings merge."""

    def bed(self, workspace: Workspace) -> Bed | None:
        return segments(workspace)[0].music

    def test_music_comes_from_the_series(self, workspace: Workspace):
        workspace.episode(CARD)

        bed = self.bed(workspace)

        assert bed and (bed.media.path, bed.gain) == (workspace.root / "assets/bed.mp3", Decimal(-18))

    def test_a_level_changes_without_the_file(self, workspace: Workspace):
        workspace.episode(CARD + "music: {duck: -3 dB}\n")

        bed = self.bed(workspace)

        assert bed and (bed.media.name, bed.gain, bed.duck) == ("assets/bed.mp3", Decimal(-18), Decimal(-3))

    def test_a_file_changes_without_the_levels(self, workspace: Workspace):
        workspace.write("episodes/lieshita/other.mp3", "media")
        workspace.episode(CARD + "    music: other.mp3\n")

        bed = self.bed(workspace)

        assert bed and (bed.media.name, bed.gain) == ("other.mp3", Decimal(-18))

    def test_none_is_silence(self, workspace: Workspace):
        workspace.episode(CARD + "    music: none\n")

        assert self.bed(workspace) is None

    def test_what_a_use_says_holds_for_its_part(self, workspace: Workspace):
        workspace.episode("""
            number: 1
            title: 一
            segments:
              - use: outro
                music: none
                chapter: 尾声
                transition: {kind: dissolve, for: 1s}
        """)
        card, image = segments(workspace)

        assert (card.music, image.music) == (None, None)
        assert (card.chapter, image.chapter) == ("尾声", None)
        assert (card.transition, image.transition) == (Transition(kind="dissolve", length=Fraction(1)), None)

    def test_parts_of_the_studio_serve_every_series(self, workspace: Workspace):
        workspace.change("studio.yaml", "name:", "parts: {logo: {image: assets/logo.png, for: 1s}}\nname:")
        workspace.episode("{number: 1, title: 一, segments: [{use: logo}]}")

        (logo,) = segments(workspace)

        assert isinstance(logo, ImageSegment)
        assert logo.media[0].path == workspace.root / "assets/logo.png"

    def test_a_kind_of_transition_starts_afresh_a_length_alone_does_not(self, workspace: Workspace):
        workspace.change(SERIES, "total: 20", "transition: {kind: dissolve, for: 2s}")
        workspace.episode(CARD + "    transition: dissolve\n  - card: 二\n    transition: {for: 1s}\n  - card: 三\n")

        lengths = [segment.transition and segment.transition.length for segment in segments(workspace)]

        assert lengths == [Fraction(1, 2), Fraction(1), None]
        assert workspace.read().episodes[0].transition == Transition(kind="dissolve", length=Fraction(2))

    def test_fit_reaches_pictures(self, workspace: Workspace):
        workspace.change("studio.yaml", "name:", "fit: pad\nname:")
        workspace.change(FIRST, "    pictures:\n", "    fit: crop\n    pictures:\n")
        narration, clip = segments(workspace)[2:4]

        assert isinstance(narration, Narration) and isinstance(clip, ClipSegment)
        assert [picture.fit for picture in narration.pictures] == ["crop", "crop"]
        assert clip.fit == "pad"

    def test_theme_and_loudness_merge(self, workspace: Workspace):
        workspace.change("studio.yaml", "name:", 'theme: {background: "#000000"}\nloudness: {peak: -2 dBTP}\nname:')
        workspace.episode(CARD + 'theme: {accent: "#FFFFFF"}\nloudness: -14.5 LUFS\n')
        (episode,) = workspace.read().episodes

        assert (episode.theme.background, episode.theme.accent) == ("#000000", "#ffffff")
        assert episode.loudness == Loudness(target=Decimal("-14.5"), peak=Decimal(-2))


class TestRenditions:
    def episode(self, workspace: Workspace, series: str, episode: str = "") -> Episode:
        workspace.change(SERIES, "total: 20", series)
        workspace.episode(CARD + episode)
        assert workspace.read().ok, workspace.complaints()
        return workspace.read().episodes[0]

    def test_video_and_mp3_are_always_there(self, workspace: Workspace):
        (episode,) = workspace.read().episodes

        assert [(one.name, one.suffix) for one in episode.renditions] == [("main", ".mp4"), ("sound", ".mp3")]

    def test_settings_stand_over_what_is_inherited(self, workspace: Workspace):
        series = "renditions: {main: {size: 640x360, rate: 30000/1001}}"
        main, *_ = self.episode(workspace, series, "renditions: {main: {crf: 28}}\n").renditions

        assert main.picture
        assert (main.picture.width, main.picture.height) == (640, 360)
        assert (main.picture.rate, main.picture.crf) == (Fraction(30000, 1001), 28)

    def test_a_preset_starts_afresh(self, workspace: Workspace):
        series = "renditions: {main: {size: 640x360}}"
        main, *_ = self.episode(workspace, series, "renditions: {main: video-720p}\n").renditions

        assert main.picture and main.picture.width == 1280

    def test_further_ones_come_after_main_and_none_takes_one_away(self, workspace: Workspace):
        series = "renditions: {small: {preset: video-1080p, size: 854x480, bitrate: 96k, channels: mono}, sound: none}"
        renditions = self.episode(workspace, series).renditions

        assert [one.name for one in renditions] == ["main", "small"]
        assert (renditions[1].sound.bitrate, renditions[1].sound.channels) == (96_000, 1)


class TestBatch:
    """One bad episode does not stop the others."""

    def test_the_others_are_read(self, workspace: Workspace):
        workspace.episode(EPISODE.replace("number: 1", "number: 3"), "003.yaml")
        workspace.episode("number: 2\ntitle: 二\n", "002.yaml")

        reading = workspace.read()

        assert [episode.number for episode in reading.episodes] == [1, 3]
        (failed,) = reading.failed
        assert (failed.label, failed.path.name) == ("lieshita/2", "002.yaml")
        assert [found.code for found in failed.diagnostics] == ["missing-key"]

    def test_episodes_come_by_number_whatever_their_files_are_called(self, workspace: Workspace):
        workspace.episode(CARD.replace("1", "12"), "a.yaml")
        workspace.episode(CARD.replace("1", "2"), "b.yaml")

        assert [episode.number for episode in workspace.read().episodes] == [1, 2, 12]

    def test_a_mistake_in_the_series_stops_its_episodes_and_is_reported_once(self, workspace: Workspace):
        workspace.episode(CARD.replace("1", "2"), "002.yaml")
        workspace.change(SERIES, "total: 20", "totl: 20")

        reading = workspace.read()

        assert reading.episodes == ()
        assert [found.code for found in reading.diagnostics] == ["unknown-key"]
        assert [failed.diagnostics for failed in reading.failed] == [reading.diagnostics] * 2

    def test_an_episode_is_searched_even_below_a_broken_series(self, workspace: Workspace):
        workspace.write(SERIES, "title: [\n")
        workspace.change(FIRST, "summary", "sumary")

        codes = [found.code for found in workspace.read().diagnostics]

        assert codes[:2] == ["bad-yaml", "unknown-key"]

    def test_a_warning_stops_nothing(self, workspace: Workspace):
        workspace.write(
            "episodes/lieshita/a.srt", "1\n00:00:01,0 --> 00:00:03,0\n一\n\n2\n00:00:02,0 --> 00:00:04,0\n二\n"
        )
        workspace.change(FIRST, "script: narration/001.md", "subtitles: a.srt")

        reading = workspace.read()

        assert reading.ok
        assert len(reading.episodes) == 1
        assert [(found.code, found.severity) for found in reading.diagnostics] == [("captions-overlap", "warning")]

    def test_a_mistake_in_a_part_is_reported_in_the_series_once(self, workspace: Workspace):
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
