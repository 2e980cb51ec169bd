"""Agents: people's players are kept, programs are not."""

import json
import re

import pytest

from pipeline.errors import DiagnosedError
from pipeline.reach.downloads.agents.user_agents import NAMES, agents, edition
from pipeline.reach.downloads.visitor_rules import read_rules

PEOPLE = """\
AppleCoreMedia/1.0.0.20A362 (iPhone; U; CPU OS 16_0 like Mac OS X; zh_cn)
Podcasts/1530.3 CFNetwork/1240.0.4 Darwin/20.5.0
Xiaoyuzhou/2.50.0 (build:1234; iOS 16.1)
ting_6.7.9(V2055A,Android30)
Overcast/3.0 (+http://overcast.fm/; iOS podcast app)
Pocket Casts
AntennaPod/3.1.0
Castbox/8.27 (Linux;Android 12) ExoPlayerLib/2.11.8
stagefright/1.2 (Linux;Android 9)
Dalvik/2.1.0 (Linux; U; Android 11; M2012K11AC)
VLC/3.0.18 LibVLC/3.0.18
Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36
Mozilla/5.0 (Linux; Android 12; V2055A) AppleWebKit/537.36 Chrome/86.0 MQQBrowser/6.2 MicroMessenger/8.0.16 NetType/WIFI
Mozilla/5.0 (Linux; Android 10; CUBOT X30) AppleWebKit/537.36 Chrome/114.0 Mobile Safari/537.36
播客/1530.3 CFNetwork/1240.0.4
Overcast/4512 CFNetwork/1494.0.7 Darwin/23.4.0
Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 PocketCasts/2.3.0 Chrome/140.0.0.0 Electron/39.0.0 Safari/537.36
FeedHero/3 CFNetwork/1494.0.7 Darwin/23.4.0
FeedHero/1.2 (iPhone; iOS 17.1; +https://feedhero.example)
ApiPlayer/2.0 (Android 14; service@hall.example.org)
MorningSearch Podcast Player/2.1 (+https://example.org)
com.example.feed.downloader/3.2 (Linux;Android 13)
qingting.fm/10.2.1 (Android 13; HUAWEI)
NeteaseMusic/8.10.50 (iPhone; iOS 16.5)
com.ximalaya.ting.android/9.1.2
Lizhi/5.10 (Linux;Android 12) ExoPlayerLib/2.11.8
HuaweiMusic/12.11 AndroidXMedia3/1.2.0
KaiOS Downloader
Ting/3.0 Mobile/15E148 Safari/604.1
"""
ROBOTS = """\
Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)
Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36 (compatible; Bytespider)
Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)
Sogou web spider/4.0
Mozilla/5.0 (compatible; bingbot/2.0)
GPTBot/1.0
Pocket Casts Feed Parser
Overcast/1.0 Podcast Sync (12 subscribers; feed-id=1; +http://overcast.fm/)
SomeNewPodcastBot
Mozilla/5.0 (compatible; HallListener/0.1; +https://hall.example.org/about)
listen-notes-like-indexer/2.0
NightlyPodcastTranscriber/0.3 (Macintosh; Apple M2)
Vox%20Transcriber/12 CFNetwork/1494.0.7 Darwin/23.4.0
whisper-batch/1.1
AcmeCast Importer
播客爬虫/1.0
语音转写服务/1.2 (Linux)
CastboxFeedUpdater
iTMS
acmecast_import/3.2
MyPodcastScraper/1.0
podcast-feed-validator/0.2
episode-analyzer (+https://example.org)
university-of-nowhere research crawler
Mozilla/5.0 EpisodeDownloader/2.4
media-fetch-daemon/1.0
AcmeAI/1.0 (+https://acme.example/ai)
AcmeHost Podcast Sync (14 subscribers; feed-id=9)
Mozilla/5.0
acme-mcp-server/0.2
audio-archiver/0.9
AdPrefix Checker 1.0
HeadlessFoo/100.0
Transistor/2.0
PodcastIndex.org/v1.0 Aggrivator
Mozilla/5.0 (Windows NT; Windows NT 10.0; zh-CN) WindowsPowerShell/5.1.22621.1
"""
LIBRARIES = """\
curl/8.1.2
Wget/1.21.4
python-requests/2.31.0
Python/3.10 aiohttp/3.9.3
Go-http-client/2.0
okhttp/4.9.3
Java/17.0.1
aria2/1.36.0
Lavf/58.29.100
axios/0.26.1
Java-http-client/21.0.2
ktor-client
node-fetch
Scrapy/2.9.0 (+https://scrapy.org)
"""


@pytest.mark.parametrize(
    ("expected", "agent"),
    [
        *(("", agent) for agent in PEOPLE.splitlines()),
        *(("robot", agent) for agent in ROBOTS.splitlines()),
        *(("library", agent) for agent in LIBRARIES.splitlines()),
        ("watch", "atc/1.0 watchOS/9.1 model/Watch6,2 hwp/t8301 build/20S75 (6; dt:226)"),
        ("watch", "(null)/(null) watchOS/5.1.2 model/Watch4,1 hwp/t8006 build/16R366 (6; dt:191)"),
        ("no-agent", "-"),
        ("no-agent", ""),
    ],
)
def test_who_is_a_person(expected: str, agent: str):
    assert agents().verdict(agent) == expected


def test_the_lists_in_use_are_named():
    assert re.fullmatch(r"crawler-user-agents 1\.\S+, voicehall \d{4}-\d\d", edition())


def test_every_name_in_our_list_says_where_it_is_from():
    document = json.loads(NAMES.read_text(encoding="utf-8"))

    assert all(entry["source"].startswith("https://") and re.compile(entry["pattern"]) for entry in document["entries"])


def test_a_studios_own_rules(tmp_path):
    path = tmp_path / "reach-visitors.txt"
    path.write_text("# ours\nkeep ^okhttp/   # our app\n\ndrop 监测\ndrop-network 203.0.113.0/24\n", encoding="utf-8")

    visitor_rules = read_rules(path)
    own = agents(kept=visitor_rules.agents_kept, dropped=visitor_rules.agents_dropped)

    assert [own.verdict(agent) for agent in ("okhttp/4", "监测/1.0", "curl/8")] == ["", "robot", "library"]
    assert visitor_rules.networks.drops(b"203.0.113.4")


def test_mistakes_in_them_are_all_told(tmp_path):
    path = tmp_path / "reach-visitors.txt"
    path.write_text("kep x\nkeep\ndrop (\ndrop-network 1.2.3.4/99\nkeep fine\n", encoding="utf-8")

    with pytest.raises(DiagnosedError) as caught:
        read_rules(path)

    assert [(found.mark.line, found.code) for found in caught.value.diagnostics] == [
        (1, "unknown-rule"), (2, "empty-rule"), (3, "bad-rule"), (4, "bad-rule"),
    ]  # fmt: skip
    assert "did you mean 'keep'?" in str(caught.value)


def test_no_file_no_rules(tmp_path):
    assert read_rules(tmp_path / "none.txt").agents_kept == ()
