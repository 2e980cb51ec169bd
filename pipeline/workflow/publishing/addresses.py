"""Where episodes can be heard by everybody: the addresses that the ledger knows."""

from pipeline.publish.ledger import Ledger
from pipeline.workflow.workspace import Workspace

WEB = ("https://", "http://")


def has_public_target(workspace: Workspace) -> bool:
    """Whether what the studio publishes gets an address."""
    return any(target.public.startswith(WEB) for target in workspace.studio_file.studio.targets)


def known_addresses(workspace: Workspace) -> dict[str, str]:
    """The public address of each episode by guid: at the studio's own targets, in the order of studio.yaml, before
    platforms; what is retracted, or lies where nobody gets to, has none.
    """
    own = [target.name for target in workspace.studio_file.studio.targets]
    found = {}
    for guid, links in Ledger.read(workspace.state).links().items():
        names = [*(name for name in own if name in links), *sorted(links.keys() - set(own))]
        public = [links[name] for name in names if links[name].startswith(WEB)]
        if public:
            found[guid] = public[0]
    return found
