"""Content made by AI: what follows from an episode's voices, said where somebody may have to decide otherwise."""

from collections.abc import Iterator

from pipeline.errors import Diagnostic
from pipeline.messages import listed, tr
from pipeline.packaging.plan import PlannedEpisode


def ai_content_said(planned: PlannedEpisode) -> Iterator[Diagnostic]:
    """That an episode is labelled for its voices; that it is not, although a machine speaks in it; and that a finished
    film cannot be labelled.
    """
    episode = planned.episode
    made, voices = episode.ai_content, listed(" ".join(filter(None, (o.engine, o.voice))) for o in episode.synthetic)
    mark = episode.ai.mark or episode.mark
    if made and made.derived:
        yield Diagnostic(
            code="ai-content", mark=mark, severity="warning",
            message=tr(
                "a machine's voice speaks ({voices}): the film, its metadata, pages, feed and kits say '{label}'",
                voices=voices, label=made.label,
            ),
            hint=tr("write 'ai-content: yes' if you agree, or 'ai-content: no' where no label is wanted"),
        )  # fmt: skip
    elif made is None and episode.synthetic:
        yield Diagnostic(
            code="ai-content-denied", mark=mark, severity="warning",
            message=tr(
                "a machine's voice speaks ({voices}), and 'ai-content: no' leaves out the label that"
                " 《人工智能生成合成内容标识办法》 asks for",
                voices=voices,
            ),
            hint=tr("take the line out if the voice is still the machine's"),
        )  # fmt: skip
    if made and episode.programme:
        yield Diagnostic(
            code="ai-label-missing", mark=mark, severity="warning",
            message=tr("a finished film is taken as it is: '{label}' is not written into it", label=made.label),
            hint=tr("see that its first pictures show the label, in letters of 5 % of the shorter side"),
        )  # fmt: skip
