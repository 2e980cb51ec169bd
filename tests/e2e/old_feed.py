"""A podcast as another host has it: its feed, and its files under old names."""

import shutil

from tests import sources
from tests.e2e.conftest import Workspace

NAMES = {"itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd", "podcast": "https://podcastindex.org/namespace/1.0"}
GUIDS = [
    "tag:soundcloud,2010:tracks/3",
    "https://old.example.org/?p=2&x=1",
    "Ep One!",
    "9B1DEB4D-3B7D-4BAD-9BDD-2B0D7B3DCB6D",
]
FEED = f"""\
<?xml version="1.0" encoding="GBK"?>
<rss version="2.0" xmlns:itunes="{NAMES["itunes"]}" xmlns:podcast="{NAMES["podcast"]}"><channel>
<title>烈士塔下</title><language>zh-cn</language><itunes:author>开福区</itunes:author>
<description>&lt;p&gt;一个人，&lt;b&gt;一座塔&lt;/b&gt;&lt;/p&gt;</description><itunes:explicit>clean</itunes:explicit>
<itunes:owner><itunes:email>studio@example.org</itunes:email></itunes:owner>
<itunes:category text="History"/><podcast:guid>917393E3-1B1E-5CEF-ACE4-EDAA54E1F810</podcast:guid>
<item><title>没有文件</title><guid>{GUIDS[3]}</guid><pubDate>Thu, 07 Apr 2022 10:00:00 +0800</pubDate>
 <enclosure url="https://cdn.example.org/gone.mp3" length="5" type="audio/mpeg"/></item>
<item><title>烈士塔下 | 第3期：夏明翰 &amp;nbsp;“砍头不要紧”</title><guid isPermaLink="false">{GUIDS[0]}</guid>
 <pubDate>Thu, 31 Mar 2022 22:00:00 GMT</pubDate><itunes:duration>00:01</itunes:duration>
 <description><![CDATA[<p>一 &amp; 二 &lt;三&gt;</p><p>四</p><script>alert(1)</script>]]></description>
 <enclosure url="https://cdn.example.org/r/%E7%AC%AC3%E6%9C%9F.mp3?sign=1" length="0" type="audio/mpeg"/>
 <podcast:person>李明</podcast:person></item>
<item><title>郭亮</title><itunes:episode>2</itunes:episode><guid>{GUIDS[1].replace("&", "&amp;")}</guid>
 <pubDate>Thu, 24 Mar 2022 22:00:00 +0800</pubDate><itunes:episodeType>bonus</itunes:episodeType>
 <enclosure url="https://cdn.example.org/b.mp3" length="1024" type="audio/mpeg"/></item>
<item><title>01. 毛泽建</title><guid>{GUIDS[2]}</guid><pubDate>Thu, 17 Mar 2022 22:00:00 +0800</pubDate>
 <enclosure url="https://cdn.example.org/a.mp3" length="1024" type="audio/mpeg"/></item>
</channel></rss>
"""


def with_feed(bare: Workspace) -> Workspace:
    (bare.root / "旧 feed.xml").write_bytes(FEED.encode("gb18030"))
    for turn, name in enumerate(("第3期.mp3", "b.mp3", "a.mp3"), start=1):
        place = bare.root / "旧 片" / name
        place.parent.mkdir(exist_ok=True)
        shutil.copyfile(sources.tone(f"moved-{turn}.mp3", 3 if turn == 2 else 1, frequency=300 * turn), place)
    return bare


def adopt(studio: Workspace, *more: str, status: int = 1) -> dict[str, object]:
    return studio.json(
        "adopt", "--feed", "旧 feed.xml", "--series", "lieshita", "--media", "旧 片", *more, status=status
    )
