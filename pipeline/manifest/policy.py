"""Policies: which defects of programmes `verify` reports, from a file of the user's over the default one."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, get_args

from pydantic import Field, create_model, model_validator

from pipeline.documents.diagnostics import Findings
from pipeline.documents.mappings import Document, ShortDocument
from pipeline.documents.nodes import parse
from pipeline.documents.scalars import Maybe, Scalar
from pipeline.documents.source import read_source
from pipeline.documents.validation import validate
from pipeline.documents.values import Moment, Version, amount, one_of
from pipeline.errors import DiagnosedError
from pipeline.messages import tr
from pipeline.model.publishing.policy import Limits, Policy, Weight

DEFAULT_FILE = Path(__file__).with_name("verify.yaml")
FILE = "verify.yaml"
"""Name of the workspace's policy, beside studio.yaml."""
_NONE = Fraction(-1)
"""A limit that was removed with `none`, unlike one that was not written."""


def _or_none(scalar: Scalar) -> Scalar:
    def parse_limit(value: str) -> object:
        return _NONE if value == "none" else scalar.parse(value)

    return Scalar(parse_limit, tr("{wanted}, or none", wanted=scalar.wanted))


class _LimitPair(ShortDocument):
    """Two limits of a figure; the short form is the one at which it fails."""

    short = "fail"

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, data: object) -> object:
        return {"warn": "none", "fail": "none"} if data == "ignore" else data


_TimeLimit = Annotated[Any, _or_none(get_args(Moment)[1])]
_LevelLimit = Annotated[Any, _or_none(amount("0.5 LU", 0, 60, code="bad-loudness"))]
_PeakLimit = Annotated[Any, _or_none(amount("0.5 dB", 0, 60, code="bad-gain"))]


class _TimeLimits(_LimitPair):
    warn: Maybe[_TimeLimit] = None
    fail: Maybe[_TimeLimit] = None


class _LevelLimits(_LimitPair):
    warn: Maybe[_LevelLimit] = None
    fail: Maybe[_LevelLimit] = None


class _PeakLimits(_LimitPair):
    warn: Maybe[_PeakLimit] = None
    fail: Maybe[_PeakLimit] = None


_WEIGHTS = (
    "hash", "decode", "whole", "faststart", "closed-gop", "frame-rate", "picture-format", "tags", "chapters", "cover",
    "caption-files", "captions",
)  # fmt: skip
_LIMITS: Mapping[str, type[_LimitPair]] = {
    "length": _TimeLimits,
    "audio-video": _TimeLimits,
    "sync": _TimeLimits,
    "loudness": _LevelLimits,
    "true-peak": _PeakLimits,
    "loudness-range": _LevelLimits,
    "black": _TimeLimits,
    "frozen": _TimeLimits,
    "silence": _TimeLimits,
}
_WeightName = Annotated[Weight, one_of(tr("weight"), ("ignore", "warn", "fail"))]
_maybe: Any = Maybe
_FIELDS: dict[str, Any] = {
    **{name.replace("-", "_"): (_maybe[_WeightName], Field(None, alias=name)) for name in _WEIGHTS},
    **{name.replace("-", "_"): (_maybe[kind], Field(None, alias=name)) for name, kind in _LIMITS.items()},
}
_CommonPolicy = create_model("_CommonPolicy", __base__=Document, **_FIELDS)
_WholePolicy = create_model(
    "_WholePolicy",
    __base__=_CommonPolicy,
    adopted=(_maybe[_CommonPolicy], Field(None)),
)


class _PolicyFile(Document):
    """A policy file."""

    version: Version = Field(1, alias="voicehall")
    verify: _maybe[_WholePolicy] = Field()


def read_policy(path: Path | None, root: Path | None) -> Policy:
    """The policy in the file at `path`, over the default; without a path that in the workspace's `verify.yaml`, if any.

    Raises DiagnosedError with every mistake in it.
    """
    default = _read(DEFAULT_FILE, DEFAULT_FILE.parent, Policy(weights={}, limits={}))
    if path is not None:
        return _read(path, root or path.parent, default)
    own = root / FILE if root else None
    return _read(own, own.parent, default) if own and own.is_file() else default


def _read(path: Path, root: Path, base: Policy) -> Policy:
    found = Findings()
    source = read_source(path, root, found)
    place = parse(source, found) if source else None
    document = validate(_PolicyFile, place, found) if place else None
    if diagnostics := found.sorted():
        raise DiagnosedError(diagnostics)
    own = getattr(document, "verify", None)
    common = _merged(base, own)
    adopted = _merged(common if base.adopted is None else _merged(base.adopted, own), getattr(own, "adopted", None))
    return Policy(weights=common.weights, limits=common.limits, adopted=adopted)


def _merged(base: Policy, own: Document | None) -> Policy:
    """The policy overridden by that of a file."""
    weights, limits = dict(base.weights), dict(base.limits)
    for name in _WEIGHTS:
        if weight := getattr(own, name.replace("-", "_"), None):
            weights[name] = weight
    for name in _LIMITS:
        if pair := getattr(own, name.replace("-", "_"), None):
            before = limits.get(name, Limits())
            limits[name] = Limits(warn=_limit(pair.warn, before.warn), fail=_limit(pair.fail, before.fail))
    return Policy(weights=weights, limits=limits)


def _limit(own: Fraction | Decimal | None, before: Fraction | None) -> Fraction | None:
    if own is None:
        return before
    return None if own == _NONE else Fraction(own)
