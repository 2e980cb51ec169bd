"""The player: captions, chapters, the transcript, and the place one left off at."""

from tests.e2e.devtools import Browser, Tab
from tests.e2e.site.conftest import HOSTILE, SPOKEN, TIME, TITLES, episode

CAPTION = "document.querySelector('.p-caption').textContent"


def test_a_lesson_plays_with_its_captions(tab: Tab, place: str):
    episode(tab, place)
    silent = tab.tell("document.querySelector('video').paused && document.querySelector('audio').paused")
    tab.tell("document.querySelector('video').play()")
    tab.until(f"{TIME} > 0.3")
    tab.tell("document.querySelector('video').pause()")
    said: list[str] = []
    for start in (6.3, 8, 10.2):
        tab.tell(f"document.querySelector('video').currentTime = {start}")
        said.append(tab.until(f"{CAPTION} && !{said}.includes({CAPTION}) && {CAPTION}"))
    tab.tell("document.querySelector('video').currentTime = 3")

    assert silent
    assert said == ["她叫毛泽建，", "出生在ＨＵＮＡＮ湘潭。", "她在衡山<英勇>就义。"]
    assert tab.until(f"{CAPTION} === ''")
    assert tab.tell("[...document.querySelector('video').textTracks].every(track => track.mode !== 'showing')")


def test_a_chapter_leads_to_its_place(tab: Tab, place: str):
    episode(tab, place)
    tab.tell("document.querySelector('details.chapters').open = true")
    tab.click(".chapters li:nth-child(2) [data-start]")

    assert tab.until(f"{TIME} >= 6 && {TIME}") < 8
    assert tab.until("document.querySelector('.chapters [aria-current]')?.textContent.includes('她的一生')")
    assert not tab.tell("document.querySelector('video').paused")


def test_the_transcript_follows_and_leads(tab: Tab, place: str):
    episode(tab, place)
    tab.click(".said p a:nth-of-type(2)")
    led = tab.until(f"{TIME} >= 8 && {TIME}")
    lit = tab.until(SPOKEN)
    followed = tab.until(f"{SPOKEN}?.includes('就义') && {SPOKEN}")
    tab.tell("document.querySelector('video').pause(); document.querySelector('video').currentTime = 3")

    assert led < 9.5
    assert lit == "出生在ＨＵＮＡＮ湘潭。"
    assert followed == "她在衡山<英勇>就义。"
    assert tab.until(f"{SPOKEN} === undefined")


def test_from_picture_to_sound_at_the_same_place(tab: Tab, place: str):
    episode(tab, place)
    tab.tell("document.querySelector('video').currentTime = 7")
    tab.click("[data-show=audio]")
    tab.until("Math.abs(document.querySelector('audio').currentTime - 7) < 0.5")
    tab.tell("document.querySelector('audio').play()")

    assert tab.until("document.querySelector('audio').currentTime > 7.3")
    assert tab.tell("document.querySelector('video').offsetParent === null")
    assert tab.until(f"{SPOKEN} === '她叫毛泽建，'")


def test_place_and_speed_are_kept(tab: Tab, place: str):
    episode(tab, place)
    tab.tell("document.querySelector('video').currentTime = 8")
    choice = "document.querySelector('.p-speed select')"
    tab.tell(f"{choice}.value = '1.5'; {choice}.dispatchEvent(new Event('change'))")
    tab.until("Object.entries(localStorage).some(([name, value]) => name.includes('at:') && Number(value) === 8)")
    tab.open("about:blank")
    tab.open(f"{place}/s/1/index.html")

    assert tab.until(f"Math.abs({TIME} - 8) < 0.5")
    assert tab.tell("document.querySelector('video').playbackRate") == 1.5
    assert "0:08" in tab.tell("document.querySelector('.resumed').textContent")
    assert tab.tell("document.querySelector('video').paused")


def test_an_address_leads_into_a_lesson(tab: Tab, place: str):
    tab.open(f"{place}/s/1/index.html#t=10.5")

    assert tab.until(f"Math.abs({TIME} - 10.5) < 0.1")


def test_the_whole_series_is_heard_in_one_go(tab: Tab, place: str):
    tab.open(f"{place}/s/index.html")
    tab.tell("localStorage.clear()")
    quiet = tab.tell("document.querySelector('.p-mini').hidden && document.querySelector('.listening').hidden")
    tab.click("a.listen")
    audio = "document.querySelector('.listening audio')"
    tab.until(f"{audio}.currentTime > 0.2 && !{audio}.paused")
    title = "document.querySelector('.p-mini .p-title').innerText"
    first = tab.tell(title)
    tab.tell(f"{audio}.currentTime = 11.9")
    tab.until(f"{title}.includes('第2期')")
    tab.until(f"{audio}.currentTime > 0.2 && !{audio}.paused")

    assert quiet
    assert TITLES[1] in first
    assert tab.tell("document.querySelector('.sounding h3').textContent") == HOSTILE


def test_everything_can_be_done_with_the_keyboard(tab: Tab, place: str):
    episode(tab, place)
    tab.tell("document.querySelector('details.chapters').open = true")
    focus = "(e => e.getAttribute('aria-label') || e.textContent.trim() || e.tagName)(document.activeElement)"
    tab.press("Tab")
    skip = tab.tell(focus)
    seen = []
    while len(seen) < 60 and "复制网址" not in seen:
        tab.press("Tab")
        seen.append(tab.tell(focus))
        outlined = tab.tell("getComputedStyle(document.activeElement).outlineStyle !== 'none'"
                            " || document.activeElement.matches('video, audio')")  # fmt: skip
        assert outlined, seen[-1]
        if seen[-1].endswith("她的一生"):
            tab.press("Enter")
            assert tab.until(f"{TIME} >= 6")
            tab.tell("document.querySelector('video').pause()")
        if seen[-1] == "她叫毛泽建，":
            tab.press("ArrowDown", times=2)
            tab.press("Enter")
            assert tab.until(f"{TIME} >= 10.2")

    assert skip == "跳到正文"
    assert {"看视频", "听声音", "党史"} <= set(seen)
    assert any(one.endswith("她的一生") for one in seen)
    assert seen.count("她叫毛泽建，") == 1


def test_the_rest_of_a_long_transcript_comes_by_itself(browser: Browser, large: str):
    tab = browser.page().open(f"{large}/lieshita/299/index.html")
    tab.until("document.querySelectorAll('.said a').length === 2701")
    tab.click(".said p:last-child a:last-child")

    assert tab.tell("document.querySelector('.said [tabindex=\"0\"]').textContent") == "第0句，走进学堂读书明理"
    assert not tab.tell("document.querySelector('.rest').offsetParent")
    assert tab.tell("document.querySelector('.said a:last-child').href").endswith("#t=10800")
