"""`question:` a card with options, time to think, and then the answer."""

import re
from fractions import Fraction
from typing import Annotated
from unicodedata import normalize

from pydantic import Field

from pipeline.captions.phrases import split_sentences, syllables
from pipeline.documents.diagnostics import shown
from pipeline.documents.nodes import Place
from pipeline.documents.scalars import Maybe, OneOrMany, parts_of
from pipeline.documents.values import Length, text
from pipeline.errors import Mark
from pipeline.manifest.kinds.base import Common, Kind, Scope, mark_of
from pipeline.manifest.kinds.takes import TakesDocument, takes_of
from pipeline.manifest.placeholders import check_fields
from pipeline.manifest.schema.settings import ThemeDocument
from pipeline.manifest.schema.values import FileName
from pipeline.messages import listed, tr, trn
from pipeline.model.captions import Sentence
from pipeline.model.segments import Answer, Question
from pipeline.model.segments.question import LETTERS, lettered

THINK, ANSWER_FOR = Fraction(8), Fraction(5)
"""Seconds, by default."""
LONGEST = Fraction(600)
"""Seconds to think: each is a picture of its own."""
_WRITTEN_LETTER = re.compile(r"[(（]?\s*([A-Za-zＡ-Ｚａ-ｚ])\s*(?:[)）][.．、:：]?|[.．、:：])\s*(?=\S)")
"""A letter before an option's text, as in `B. 1929` and `(b) 1929`."""
_LETTER = re.compile(r"(?:选项|option)?[(]?([a-z])[)]?[.、:]?")
_NUMBER = re.compile(r"(?:选项|第)?[(]?(\d{1,2})[)]?[.、:项个]?")


class QuestionDocument(TakesDocument):
    """A question with options, time to think, and then the answer."""

    question: Annotated[str, text(2000, lines=True)] = Field(
        description="What is asked. {title} and the other fields are replaced, here and in the other texts.",
        examples=["毛泽建烈士牺牲于哪一年？"],
    )
    options: Maybe[Annotated[tuple[Annotated[str, text(2000)], ...], OneOrMany(least=1)]] = Field(
        None,
        description="What may be chosen: two to six texts, which get the letters A to F. Without them only the answer"
        " is shown.",
        examples=[["1927年", "1928年", "1929年"]],
    )
    answer: Maybe[Annotated[str, text(2000, lines=True)]] = Field(
        None, description="What is right: the text of an option, its letter or its number.", examples=["1929年", "C"]
    )
    think: Maybe[Length] = Field(None, description="Time to think, with a countdown; default 8s.")
    explain: Maybe[Annotated[str, text(2000, lines=True)]] = Field(
        None, description="Why it is right, shown with the answer."
    )
    answer_for: Maybe[Length] = Field(
        None,
        alias="answer-for",
        description="How long the answer is shown, at least; default 5s. It stands until what is said of it ends.",
    )
    answer_narration: Annotated[tuple[FileName, ...], OneOrMany(least=1)] = Field(
        (),
        alias="answer-narration",
        description="Recording of the answer, or a list of them. 'narration' is that of the question and its options.",
        examples=["narration/001-answer.m4a"],
    )
    theme: Maybe[ThemeDocument] = Field(None, description="How this card looks.")


def _resolve(document: QuestionDocument, place: Place, scope: Scope, common: Common) -> Question | None:
    found = scope.found
    for key in ("question", "options", "answer", "explain"):
        for there in place[key] if key in place else ():  # noqa: SIM401
            check_fields(there, found)
    theme = scope.theme(place, document)
    options = _options(document, place, scope)
    right = None
    if document.answer is None and "answer" not in place:
        _tell_of_no_answer(options, place, scope)
    elif document.answer is not None and options:
        right = _chosen(scope.fill(document.answer), options, place["answer"], scope)
    think = document.think or THINK
    if think > LONGEST:
        message = tr("'{time}' is more time to think than {most} s", time=shown(str(place["think"].data)), most=LONGEST)
        found.error("too-long", message, place["think"].mark)
    _tell_of_no_effect(document, place, scope)
    asked = takes_of(document, place, scope)
    said = [scope.paths.find(take, found) for take in place["answer-narration"]] if document.answer_narration else []
    if document.answer is None or (options and right is None):
        return None
    question, explain = scope.fill(document.question).strip(), scope.fill(document.explain or "").strip()
    answer = options[right] if right is not None else scope.fill(document.answer).strip()
    marks = tuple(one.mark for one in place["options"]) if options else ()
    answer_mark, explain_mark = place["answer"].mark, mark_of(place, "explain")
    spoken = lettered(right, answer) if right is not None else answer
    return Question(
        **common,
        **asked,
        sentences=(
            *_sentences(question, place["question"].mark),
            *(Sentence(text=lettered(i, one), opens=True, mark=marks[i]) for i, one in enumerate(options)),
        ),
        follows=Answer(
            **common,
            **asked | {"takes": tuple(take for take in said if take is not None)},
            sentences=(
                *(
                    [Sentence(text=spoken, opens=True, mark=answer_mark)]
                    if options
                    else _sentences(answer, answer_mark)
                ),
                *_sentences(explain, explain_mark or answer_mark),
            ),
        ),
        text=question,
        options=options,
        right=right,
        answer=answer,
        explain=explain,
        think=think,
        answer_for=document.answer_for or ANSWER_FOR,
        theme=theme,
        text_mark=place["question"].mark,
        option_marks=marks,
        answer_mark=answer_mark,
        explain_mark=explain_mark,
    )


def _sentences(words: str, mark: Mark) -> list[Sentence]:
    """The sentences of a text; each of its lines is a paragraph."""
    return [
        Sentence(text=sentence, opens=index == 0, mark=mark)
        for line in words.split("\n")
        for index, (_, sentence) in enumerate(split_sentences(line.strip()))
        if syllables(sentence)
    ]


def _options(document: QuestionDocument, place: Place, scope: Scope) -> tuple[str, ...]:
    """The options without letters that were written before them; none after an error."""
    options = tuple(scope.fill(one).strip() for one in document.options or ())
    if not options:
        return ()
    found, there = scope.found, place["options"]
    if len(options) == 1:
        message, hint = tr("one option is no choice"), tr("add others, or leave out 'options:' for an open question")
        if len(several := parts_of(options[0])) > 1:
            hint = tr("write '{example}'", example=f"options: [{', '.join(several)}]")
        found.error("few-options", message, there.mark, hint)
    if len(options) > len(LETTERS):
        message = trn("{count} option, at most {most} are shown", "{count} options, at most {most} are shown",
                      len(options), most=len(LETTERS))  # fmt: skip
        mark = list(there)[len(LETTERS)].mark
        found.error(
            "many-options", message, mark, tr("nobody can weigh more in some seconds: make two questions of it")
        )
        return ()
    letters = [_WRITTEN_LETTER.match(one) for one in options]
    written = [normalize("NFKC", one[1]).upper() if one else "" for one in letters]
    if len(options) > 1 and written == list(LETTERS[: len(options)]):
        options = tuple(option[one.end() :] for option, one in zip(options, letters, strict=True) if one)
        found.warning(
            "lettered-options",
            tr("options get their letters here: '{option}' is shown behind its letter", option=shown(options[0])),
            there.mark,
            tr("leave out the letters"),
        )
    seen: dict[str, int] = {}
    for index, option in enumerate(options):
        first = seen.setdefault(_plain(option), index)
        if first != index:
            message = tr("'{option}' stands among the options twice", option=shown(option))
            found.error("option-twice", message, list(there)[index].mark)
    return options


def _chosen(answer: str, options: tuple[str, ...], there: Place, scope: Scope) -> int | None:
    """Index of the option that an answer means; None after an error."""
    by_text, by_sign = _by_text(answer, options), _by_sign(answer, options)
    chosen = by_text if by_text is not None else by_sign
    names = listed(lettered(index, shown(option)) for index, option in enumerate(options))
    if chosen is None:
        scope.found.error(
            "unknown-answer",
            tr("the answer '{answer}' is none of the options", answer=shown(answer)),
            there.mark,
            tr("write the text, the letter or the number of one of them: {options}", options=names),
        )
    elif by_sign is not None and by_sign != chosen:
        scope.found.warning(
            "ambiguous-answer",
            tr(
                "the answer '{answer}' is taken for the option {chosen}, not for {other}",
                answer=shown(answer), chosen=lettered(chosen, shown(options[chosen])),
                other=lettered(by_sign, shown(options[by_sign])),
            ),
            there.mark,
            tr("write its letter in brackets: '({letter})'", letter=LETTERS[chosen]),
        )  # fmt: skip
    return chosen


def _by_text(answer: str, options: tuple[str, ...]) -> int | None:
    """The option of that text, which may have its letter before it."""
    plain = [_plain(option) for option in options]
    if _plain(answer) in plain:
        return plain.index(_plain(answer))
    written = _WRITTEN_LETTER.match(answer)
    if written is None:
        return None
    index = LETTERS.find(normalize("NFKC", written[1]).upper())
    same = 0 <= index < len(options) and plain[index] == _plain(answer[written.end() :])
    return index if same else None


def _by_sign(answer: str, options: tuple[str, ...]) -> int | None:
    """The option of that letter or number."""
    plain = _plain(answer)
    if letter := _LETTER.fullmatch(plain):
        index = LETTERS.find(letter[1].upper())
    elif number := _NUMBER.fullmatch(plain):
        index = int(number[1]) - 1
    else:
        return None
    return index if 0 <= index < len(options) else None


def _plain(words: str) -> str:
    """A text as it is compared: full-width letters, capitals, blanks and a full stop at its end make no difference."""
    return re.sub(r"\s+", "", normalize("NFKC", words).casefold()).rstrip("。") or words


def _tell_of_no_answer(options: tuple[str, ...], place: Place, scope: Scope) -> None:
    names = listed(lettered(index, shown(option)) for index, option in enumerate(options))
    hint = tr("write 'answer:' with the text, the letter or the number of one of them: {options}", options=names)
    if not options:
        hint = tr("write 'answer:' with what is shown when the time to think is over")
    scope.found.error("missing-answer", tr("this question has no answer"), place.key_mark("question"), hint)


def _tell_of_no_effect(document: QuestionDocument, place: Place, scope: Scope) -> None:
    """Of keys about recordings where there are none."""
    for key in () if document.narration or document.answer_narration else ("pause", "gain", "channels", "track"):
        if key in place:
            scope.found.warning(
                "without-narration",
                tr("'{key}' has no effect without 'narration:': nobody speaks", key=key),
                place.key_mark(key),
                tr("name the recording: 'narration: FILE'; or leave out '{key}:'", key=key),
            )


QUESTION = Kind(key="question", document=QuestionDocument, resolve=_resolve)
