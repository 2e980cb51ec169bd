"""What platforms want of a programme: their rules, the texts as they are pasted, the file that suits."""

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from pipeline.documents.diagnostics import Findings
from pipeline.errors import DiagnosedError, PipelineError
from pipeline.messages import LANGUAGES, speaking
from pipeline.model.ai_content import AiContent
from pipeline.model.publishing.platform import KIT_PLATFORMS, OWN_RULES
from pipeline.publish.item import Item
from pipeline.publish.kits import (
    EpisodeTexts,
    MediaFile,
    Platform,
    RenditionChoice,
    choose_rendition,
    kit_of,
    kit_texts,
    known_platforms,
    length_violations,
    read_platform,
)
from pipeline.publish.kits.links import link_in, read_links
from pipeline.publish.kits.platform import Choice, Limit, Origin, size_of
from tests.publish.items import file, item

WORDS = EpisodeTexts(
    title="毛泽建：巾帼英烈",
    summary="一位女战士的一生",
    tags=("党性教育", "英 烈", "#长沙"),
    series="烈士塔下颂英烈",
    number=1,
    numbering="第1期",
)


def platform(**more: Any) -> Platform:
    return replace(Platform(id="douyin", name="抖音", hosts=("douyin.com",)), **more)


def own_rules(root: Path, text: str, name: str = "douyin") -> Path:
    path = root / OWN_RULES / f"{name}.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return root


class TestRules:
    def test_every_platform_that_manifests_may_name_has_rules(self, tmp_path: Path):
        assert known_platforms(tmp_path) == set(KIT_PLATFORMS)

    @pytest.mark.parametrize("name", KIT_PLATFORMS)
    def test_every_rule_of_ours_says_where_it_was_found_and_when(self, tmp_path: Path, name: str):
        found = read_platform(name, tmp_path)
        rules = [getattr(found, field) for field in Platform.__slots__]
        rules = [rule for rule in (*rules, *found.covers) if isinstance(rule, Origin)]
        written = [rule for rule in rules if rule not in (Limit(), Choice())]

        assert written
        assert all(rule.source and rule.date for rule in written), name
        assert found.steps
        assert found.covers
        assert found.hosts
        assert found.link
        assert found.retract

    def test_a_studio_corrects_one_rule_and_keeps_the_others(self, tmp_path: Path):
        ours = read_platform("douyin", tmp_path)

        found = read_platform("douyin", own_rules(tmp_path, "title: 55\nsize: {most: none}\n"))

        assert (found.title.most, found.title.unit, found.title.verified) == (55, "characters", True)
        assert found.title.source == "assets/platforms/douyin.yaml"
        assert found.size.most is None
        assert (found.length, found.covers, found.steps) == (ours.length, ours.covers, ours.steps)

    def test_a_studio_describes_a_platform_of_its_own(self, tmp_path: Path):
        found = read_platform("xuexi", own_rules(tmp_path, "name: 学习强国\ntitle: {most: 40}\n", "xuexi"))

        assert (found.name, found.title.most) == ("学习强国", 40)

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("titel: 30\n", "douyin.yaml:1:1: unknown key 'titel'"),
            ("title: {most: viele}\n", "douyin.yaml:1:15: 'viele' is not a whole number"),
            ("name: x\nlength: 3600\n", "douyin.yaml:2:9: '3600' has no unit"),
            ("covers: [{size: 3to4}]\n", "douyin.yaml:1:17: '3to4' is not the size of a cover"),
            ("title: {least: 9, most: 3}\n", "douyin.yaml:1:16: 'least' is more than 'most'"),
            ("title: {most: 30, unit: zeichen}\n", "douyin.yaml:1:25: unknown unit 'zeichen'"),
        ],
    )
    def test_mistakes_in_a_studios_rules_are_told_at_their_place(self, tmp_path: Path, text: str, message: str):
        with pytest.raises(DiagnosedError) as caught:
            read_platform("douyin", own_rules(tmp_path, text))

        assert message in str(caught.value)

    def test_the_rules_that_the_documents_show_are_valid(self, tmp_path: Path):
        page = (Path(__file__).parents[3] / "docs/publishing.md").read_text(encoding="utf-8")
        (shown,) = re.findall(r"```yaml\n(# assets/platforms/douyin.yaml\n.*?)```", page, flags=re.DOTALL)

        found = read_platform("douyin", own_rules(tmp_path, shown))

        assert (found.title.most, found.title_text) == (55, "{numbering} {title}")
        assert [cover.name for cover in found.covers] == ["cover-1080x1920.jpg"]

    def test_an_unknown_platform_is_told(self, tmp_path: Path):
        with pytest.raises(PipelineError, match="unknown platform 'duoyin'") as caught:
            read_platform("duoyin", tmp_path)

        assert "did you mean 'douyin'" in caught.value.hint


class TestTexts:
    def test_a_description_tells_summary_series_and_hashtags(self):
        found = kit_texts(WORDS, platform())

        assert found.title == "毛泽建：巾帼英烈"
        assert found.description == "一位女战士的一生\n\n《烈士塔下颂英烈》 第1期\n\n#党性教育 #英烈 #长沙"
        assert found.tags == ("党性教育", "英烈", "长沙")
        assert found.violations == ()

    def test_what_an_episode_does_not_say_leaves_no_hole(self):
        found = kit_texts(replace(WORDS, summary="", tags=()), platform())

        assert found.description == "《烈士塔下颂英烈》 第1期"

    def test_braces_of_authors_stay(self):
        found = kit_texts(replace(WORDS, title="{summary} {x} 50%", summary="{title}"), platform())

        assert found.title == "{summary} {x} 50%"
        assert found.description.startswith("{title}\n")

    @pytest.mark.parametrize(("unit", "size"), [("characters", 3), ("bytes", 8), ("utf16", 4), ("columns", 5)])
    def test_a_text_is_counted_as_the_platform_counts(self, unit: Any, size: int):
        assert size_of("烈a🎧", unit) == size
        limits = {"fits": size, "not": size - 1}
        counts = {
            name: len(
                kit_texts(
                    replace(WORDS, title="烈a🎧"), platform(title=Limit(most=Fraction(most), unit=unit))
                ).violations
            )
            for name, most in limits.items()
        }

        assert counts == {"fits": 0, "not": 1}

    def test_a_title_that_is_too_long_keeps_the_name_and_is_told(self):
        found = kit_texts(WORDS, platform(title=Limit(most=Fraction(5))))

        assert found.title == "毛泽建"
        assert [(one.code, one.refused) for one in found.violations] == [("platform-title-too-long", False)]
        assert found.violations[0].message == (
            "Douyin takes a title of at most 5 characters, this title has 8: it becomes '毛泽建'"
        )
        assert "short-title" in found.violations[0].hint
        assert "not verified" in found.violations[0].hint
        assert "assets/platforms/douyin.yaml" in found.violations[0].hint
        (shortened,) = found.shortened
        assert shortened.as_json() == {
            "field": "title", "was": "毛泽建：巾帼英烈", "became": "毛泽建",
            "limit": {"most": 5, "unit": "characters", "source": ""},
        }  # fmt: skip

    def test_the_short_title_takes_its_place_where_the_full_one_is_too_long(self):
        words = replace(WORDS, short_title="泽建烈士")
        tight, roomy = (kit_texts(words, platform(title=Limit(most=Fraction(most)))) for most in (5, 8))

        assert (tight.title, roomy.title) == ("泽建烈士", "毛泽建：巾帼英烈")
        assert (len(tight.shortened), len(roomy.shortened)) == (1, 0)

    def test_a_short_title_that_is_too_long_too_is_shortened_in_turn(self):
        found = kit_texts(replace(WORDS, short_title="女英烈毛泽建的故事"), platform(title=Limit(most=Fraction(7))))

        assert len(found.title) <= 7
        assert "女英烈毛泽建的故事".startswith(found.title.rstrip("…"))

    def test_the_series_goes_before_a_title_is_cut(self):
        pattern = "《{series}》{title}"
        whole = platform(title_text=pattern, title=Limit(most=Fraction(17)))
        tight = platform(title_text=pattern, title=Limit(most=Fraction(16)))
        written = replace(WORDS, title="烈士塔下颂英烈｜毛泽建：巾帼英烈")

        assert kit_texts(WORDS, whole).title == "《烈士塔下颂英烈》毛泽建：巾帼英烈"
        assert kit_texts(WORDS, tight).title == "毛泽建：巾帼英烈"
        assert kit_texts(written, platform(title=Limit(most=Fraction(10)))).title == "毛泽建：巾帼英烈"

    def test_what_is_too_short_is_a_warning(self):
        found = kit_texts(WORDS, platform(title=Limit(least=Fraction(20)), description=Limit(least=Fraction(500))))

        assert found.title == "毛泽建：巾帼英烈"
        assert {(one.code, one.refused) for one in found.violations} == {
            ("platform-title-too-short", False), ("platform-description-too-short", False),
        }  # fmt: skip

    def test_a_title_that_it_can_do_without_is_left_empty(self):
        found = kit_texts(WORDS, platform(title=Limit(least=Fraction(90), required=False)))

        assert found.title == ""
        assert [(one.code, one.refused) for one in found.violations] == [("platform-title-too-short", False)]

    def test_a_title_that_is_too_short_takes_the_series_with_it(self):
        short = replace(WORDS, title="郭亮")
        roomy, tight = (platform(title=Limit(least=Fraction(6), most=Fraction(most))) for most in (16, 9))

        assert kit_texts(short, roomy).title == "烈士塔下颂英烈 郭亮"
        assert [one.code for one in kit_texts(short, tight).violations] == ["platform-title-too-short"]

    def test_tags_beyond_the_room_are_told_and_left_out(self):
        found = kit_texts(WORDS, platform(tags=Limit(most=Fraction(2))))

        assert (found.tags, found.left_out) == (("党性教育", "英烈"), ("长沙",))
        assert [(one.code, one.refused) for one in found.violations] == [("platform-too-many-tags", False)]
        assert "#长沙" not in found.description

    def test_tags_that_are_too_long_are_left_out(self):
        found = kit_texts(WORDS, platform(tag=Limit(most=Fraction(3)), tags=Limit(most=Fraction(1))))

        assert (found.tags, found.left_out) == (("英烈",), ("党性教育", "长沙"))
        assert "the tag '党性教育' has 4: it is left out" in found.violations[-1].message
        assert not any(one.refused for one in found.violations)

    def test_a_description_loses_sentences_first_then_tags_then_words(self):
        words = replace(WORDS, summary="她生于湖南。她说：“我不怕。你们呢？”她牺牲于一九二九年，年仅二十四岁。")
        ends = {}
        for most in (75, 60, 50, 40, 30):
            found = kit_texts(words, platform(description=Limit(most=Fraction(most))))
            assert len(found.description) <= most
            ends[most] = (found.description.partition("\n")[0], found.tags)

        assert ends == {
            75: (
                "她生于湖南。她说：“我不怕。你们呢？”她牺牲于一九二九年，年仅二十四岁。",
                ("党性教育", "英烈", "长沙"),
            ),
            60: ("她生于湖南。她说：“我不怕。你们呢？”", ("党性教育", "英烈", "长沙")),
            50: ("她生于湖南。她说：“我不怕。你们呢？”", ("党性教育", "英烈", "长沙")),
            40: ("她生于湖南。", ("党性教育", "英烈", "长沙")),
            30: ("她生于湖南。", ("党性教育",)),
        }

    def test_one_long_sentence_is_cut_between_words(self):
        words = replace(WORDS, summary="她与战友们在湘南的崇山峻岭之间坚持了整整三年的游击战争", tags=())
        found = kit_texts(words, platform(description=Limit(most=Fraction(32))))

        assert len(found.description) <= 32
        first, _, rest = found.description.partition("\n")
        assert first.endswith("…")
        assert words.summary.startswith(first[:-1])
        assert rest == "\n《烈士塔下颂英烈》 第1期"

    def test_its_message_says_how_it_ends(self):
        words = replace(WORDS, summary="她生于湖南。" * 30, tags=())
        found = kit_texts(words, platform(description=Limit(most=Fraction(50))))

        assert found.violations[0].message.endswith("it ends with '…南。她生于湖南。她生于湖南。她生于湖南。'")
        assert found.description.endswith("她生于湖南。\n\n《烈士塔下颂英烈》 第1期")


class TestChoosing:
    tall = MediaFile(file=file(".mp4", "vertical"), sides=(1080, 1920))
    wide = MediaFile(file=file(".mp4", "main"), sides=(1920, 1080))
    sound = MediaFile(file=file(".mp3", "sound"))
    upright = Choice(any=("vertical", "landscape"))

    def test_upright_films_go_where_films_are_upright(self):
        found = choose_rendition([self.wide, self.tall, self.sound], platform(shapes=self.upright))

        assert (found.media, found.better_shape) == (self.tall, None)

    def test_another_shape_will_do_and_the_better_one_is_told(self):
        found = choose_rendition([self.wide, self.sound], platform(shapes=self.upright))

        assert (found.media, found.better_shape) == (self.wide, "vertical")

    def test_the_main_film_comes_before_others_of_its_shape(self):
        small = MediaFile(file=file(".mp4", "classroom"), sides=(1280, 720))

        assert choose_rendition([self.wide, small], platform(shapes=Choice(any=("landscape",)))).media == self.wide

    def test_what_the_platform_takes_comes_before_what_it_likes(self):
        heavy = replace(self.tall, file=replace(self.tall.file, bytes=10**9))
        strict = platform(shapes=self.upright, size=Limit(most=Fraction(10**8)))

        assert choose_rendition([self.wide, heavy], strict).media == self.wide
        assert [one.code for one in choose_rendition([heavy], strict).violations] == ["platform-too-large"]

    def test_sound_goes_where_people_listen(self):
        assert choose_rendition([self.wide, self.sound], platform(kind="audio")).media == self.sound
        assert choose_rendition([self.wide], platform(kind="audio")).media is None

    def test_pictures_too_small_or_too_large_are_told(self):
        tight = platform(short_side=Limit(least=Fraction(1440)), long_side=Limit(most=Fraction(1280)))

        codes = [one.code for one in choose_rendition([self.wide], tight).violations]

        assert codes == ["platform-picture-too-small", "platform-picture-too-large"]

    def test_nothing_is_refused_for_good_advice(self):
        advised = platform(short_side=Limit(least=Fraction(1440), advised=True), shapes=self.upright)

        found = choose_rendition([self.wide, self.tall], advised)

        assert found.media == self.tall
        assert [one.refused for one in found.violations] == [False]

    def test_length_is_told_in_minutes(self):
        (found,) = length_violations(Fraction(3601), platform(length=Limit(most=Fraction(3600))))

        assert found.message == "Douyin takes programmes of at most 1:00:00, this one is 1:00:01 long"


class TestKit:
    def test_the_checklist_is_in_the_language_that_is_spoken(self, tmp_path: Path):
        choice = RenditionChoice(
            media=MediaFile(file=file(".mp4", "main"), sides=(1920, 1080)), better_shape="vertical"
        )
        kits = {}
        for language in LANGUAGES:
            with speaking(language):
                kits[language] = kit_of(
                    item(), "001", platform(), choice, kit_texts(WORDS, platform()), (), root=tmp_path
                )
        pages = {
            language: next(one.text for one in kit.files if one.name == "checklist.html")
            for language, kit in kits.items()
        }

        assert '<html lang="en">' in pages["en"]
        assert "1920×1080 (landscape) · 10 min 00 s · 480 kB · rendition main" in pages["en"]
        assert "On 抖音, vertical pictures work best" in pages["en"]
        assert '<html lang="zh-CN">' in pages["zh"]
        assert kits["en"].key != kits["zh"].key


class TestLinks:
    @pytest.mark.parametrize(
        "text",
        [
            "https://v.douyin.com/iRNBho6u/",
            "3.20 复制打开抖音，看看【声音馆】 https://v.douyin.com/iRNBho6u/ a@b.cd 09/12",
            "（https://v.douyin.com/iRNBho6u/）",
        ],
    )
    def test_a_link_is_found_in_what_people_paste(self, text: str):
        assert link_in(text.replace("（", " ").replace("）", " "), platform()) == "https://v.douyin.com/iRNBho6u/"

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "发布了",
            "https://",
            "https://b23.tv/x",
            "https://douyin.com.evil.example/x",
            "http://[::1",
            "https://u:p@v.douyin.com/x",
        ],
    )
    def test_what_is_no_link_of_the_platform_is_refused(self, text: str):
        with pytest.raises(PipelineError):
            link_in(text, platform())

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    def test_a_table_is_read_as_spreadsheets_write_it(self, tmp_path: Path, encoding: str):
        path = tmp_path / "links.csv"
        path.write_bytes("链接,备注,节目\nhttps://v.douyin.com/a,好,lieshita/3\n,还没有,lieshita/4\n".encode(encoding))
        found = Findings()

        rows = read_links(path, platform(), tmp_path, found)

        assert [(row.episode, row.url, row.mark.line) for row in rows] == [("lieshita/3", "https://v.douyin.com/a", 2)]
        assert not found.sorted()

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("a,b\n1,2\n", "l.csv:1:1: the first line does not name the columns"),
            ("", "l.csv:1:1: the first line does not name the columns"),
            ("episode,link\ns/1,foo\n", "l.csv:2:1: there is no link in 'foo'"),
            ("episode,link\n,https://v.douyin.com/a\n", "l.csv:2:1: this line names no episode"),
        ],
    )
    def test_mistakes_in_a_table_are_told_at_their_line(self, tmp_path: Path, text: str, message: str):
        path = tmp_path / "l.csv"
        path.write_text(text, encoding="utf-8")
        found = Findings()
        read_links(path, platform(), tmp_path, found)

        assert message in found.sorted()[0].describe()


class TestWhatKitsSay:
    def checklist(self, tmp_path: Path, subject: Item, *, burned: bool = False, name: str = "bilibili") -> str:
        film = replace(file(".mp4", "main"), burned=burned)
        choice = RenditionChoice(media=MediaFile(file=film, sides=(1920, 1080)))
        rules = read_platform(name, tmp_path)
        subject = replace(subject, files=(film, file(".srt")))
        with speaking("zh"):
            kit = kit_of(subject, "001", rules, choice, kit_texts(WORDS, rules), (), root=tmp_path)
        names = [one.name for one in kit.files]
        assert ("001.srt" in names) is not burned
        return next(one.text for one in kit.files if one.name == "checklist.html")

    def test_a_film_with_captions_in_its_picture_comes_without_a_file_of_them(self, tmp_path: Path):
        assert "上传字幕文件" in self.checklist(tmp_path, item())
        assert "字幕" not in self.checklist(tmp_path, item(), burned=True).partition("<script>")[0]

    @pytest.mark.parametrize("name", KIT_PLATFORMS)
    def test_content_made_by_ai_is_a_step_of_every_platform(self, tmp_path: Path, name: str):
        rules = read_platform(name, tmp_path)
        made = replace(item(), ai_content=AiContent(label="AI合成语音"))
        page, without = (self.checklist(tmp_path, one, name=name) for one in (made, item()))

        assert "声明" in rules.ai_step or "来源" in rules.ai_step
        assert page.count(rules.ai_step) == 1 and rules.ai_step not in without
        assert page.index(rules.ai_step) < page.index(rules.steps[-1])

    def test_texts_are_counted_against_what_the_platform_takes(self, tmp_path: Path):
        page = self.checklist(tmp_path, item(), name="douyin")

        assert f"{len(WORDS.title)}/30 个字符" in page or f"{len(WORDS.title)}/30" in page
        assert "3/5" in page
