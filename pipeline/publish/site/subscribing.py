"""Ways to subscribe: the apps that take a feed's address from a link, as their makers document it."""

from dataclasses import dataclass
from urllib.parse import quote

from pipeline.messages import Message, tr
from pipeline.publish.feed.xml import ascii_address


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """An app for podcasts."""

    name: str
    systems: Message
    """On which it runs."""
    link: str = ""
    """Opens the app with the feed; empty where it takes none."""
    how: Message | None = None
    """What to do instead."""


def feed_address(public: str, slug: str) -> str:
    """Of a series' feed, in ASCII as apps want it."""
    return f"{ascii_address(public)}{quote(slug)}/feed.xml"


def apps(feed: str, title: str) -> tuple[App, ...]:
    """The apps in the order in which listeners in China are likely to have them; `feed` is an ASCII address."""
    bare = feed.partition("://")[2]
    encoded = quote(feed, safe="")
    search = tr("Copy the address above, and paste it into the app's search; or search for the title.")
    return (
        App(name="小宇宙", systems=tr("iPhone, Android, HarmonyOS"), how=search),
        App(name="Apple Podcasts", systems=tr("iPhone, iPad, Mac"), link=f"podcast://{bare}"),
        App(name="Pocket Casts", systems=tr("iPhone, Android"), link=f"pktc://subscribe/{bare}"),
        App(
            name="AntennaPod",
            systems=tr("Android"),
            link=f"https://antennapod.org/deeplink/subscribe?url={encoded}&title={quote(title, safe='')}",
        ),
        App(name="Overcast", systems=tr("iPhone, iPad"), link=f"overcast://x-callback-url/add?url={encoded}"),
    )
