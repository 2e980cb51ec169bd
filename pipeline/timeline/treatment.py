"""Treating: what is done to a recording of a voice, by what was asked for and what was found in it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from pipeline.messages import Message, clauses, listed, tr, trn
from pipeline.model.media import Medium
from pipeline.model.segments import Segment
from pipeline.model.treatment import Amount, Survey, TimeMap, Treat, Treated, Treatment, shorten
from pipeline.timebase import SAMPLE_RATE, format_time

NOISY = -42
"""dB against the voice; what lies lower is not heard beneath it."""
QUIET = -56
"""dB to which noise is lowered, by `LEAST` at least and `MOST` at most: more would take from the voice."""
LEAST, MOST = 6, 18
RUMBLING = -35
"""dB; what lies below voices and is lower than this takes nothing from them."""
DEEPEST = 60
"""Hz; the deepest voices begin above."""
HISSING, SOFTENED = -4, 8
"""dB from which on sibilants are sharp: of good recordings they lie from 9 to 18 dB below; by how much they are lowered
at most."""
SUNKEN = 24
"""dB by which pops are lowered at most."""
RINGING, ASSUMED = 650, 500
"""Milliseconds in which sound falls by 60 dB: from which on a room echoes (of dry voices at most 520 are heard), and
what is reckoned with where nothing is heard of a room."""
UNEVEN = 8
"""LU between quiet and loud sentences from which on they are brought together; one speaker stays within 5."""
CLIPPED = 2
"""Percent of the time."""


def treatment_of(
    survey: Survey, treat: Treat, longest: Fraction, *, clipped: int = 0, samples: int
) -> Treatment | None:
    """What is done to so many samples; None for nothing, as with what is no voice.

    `longest` is in seconds, 0 where pauses stay as they are; `clipped` percent of the time.
    """
    if survey.kind != "speech":
        return None
    wants = {
        "highpass": survey.rumble > RUMBLING,
        "declip": clipped >= CLIPPED,
        "denoise": survey.noise > NOISY and survey.steady,
        "dereverb": survey.echo >= RINGING,
        "deess": survey.hiss > HISSING,
        "compress": survey.spread >= UNEVEN,
    }
    done = {name for name, found in wants.items() if _wanted(getattr(treat, name), found)}
    pops = survey.pops if _wanted(treat.plosives, survey.steady) else ()
    found = Treatment(
        samples=samples,
        hum=() if treat.hum == "no" else tuple(line.frequency for line in survey.hum),
        declip="declip" in done,
        highpass=_amount(treat.highpass, DEEPEST) if "highpass" in done else 0,
        clicks=() if treat.declick == "no" else survey.clicks,
        pops=pops,
        lows=survey.speech + survey.lows if pops else 0,
        plosives=_amount(treat.plosives, SUNKEN) if pops else 0,
        knocks=() if treat.declick == "no" else survey.knocks,
        denoise=_amount(treat.denoise, min(max(survey.noise - QUIET, LEAST), MOST)) if "denoise" in done else 0,
        echo=(survey.echo or ASSUMED) if "dereverb" in done else 0,
        deess=_amount(treat.deess, SOFTENED) if "deess" in done else 0,
        compress="compress" in done,
        cuts=shorten(survey.pauses, longest) if longest else (),
    )
    if found == Treatment(samples=samples):
        return None
    if found.denoise or found.deess or found.knocks or found.compress:
        found = replace(found, speech=survey.speech, noise=survey.speech + survey.noise)
    return found


def _wanted(asked: Amount, found: bool) -> bool:
    """Whoever names an amount wants it."""
    return asked == "yes" or isinstance(asked, int) or (asked == "auto" and found)


def _amount(asked: Amount, usual: int) -> int:
    return asked if isinstance(asked, int) else usual


def as_treated(segment: Segment, index: int, medium: Medium) -> Medium:
    """One of a segment's recordings as it is heard, with what is done to it."""
    treated = segment.treated[index] if index < len(segment.treated) else None
    return replace(medium, treatment=treated.treatment) if treated and treated.treatment else medium


def time_map(media: Sequence[Medium], treated: Sequence[Treated | None], pause: Fraction) -> TimeMap:
    """Where moments of recordings, which stand so many seconds apart, are once their pauses have been cut."""
    cuts, begin = [], Fraction(0)
    for medium, one in zip(media, treated, strict=True):
        for cut in one.treatment.cuts if one and one.treatment else ():
            cuts.append((begin + Fraction(cut.start, SAMPLE_RATE), begin + Fraction(cut.stop, SAMPLE_RATE)))
        begin += medium.sound_end + pause
    return TimeMap(cuts=tuple(cuts))


def explained(treated: Treated, treat: Treat) -> Message:
    """What is done to a recording, and why."""
    if treated.survey.kind == "silence":
        return tr("nobody speaks in it: it is left as it is")
    if treated.survey.kind == "music":
        return tr("it goes on without pauses, as music or noise does: it is left as it is")
    done = [*_done(treated.survey, treated.treatment)] if treated.treatment else []
    if not treat.idle and (treated.treatment is None or not treated.treatment.denoise):
        if not treated.survey.steady and treated.survey.noise > NOISY:
            done.append(tr("what is heard behind the voice comes and goes, so it is left"))
        elif treated.survey.noise <= NOISY:
            done.append(tr("noise lies {level} dB below the voice, so it is left", level=-treated.survey.noise))
    if treat.dereverb == "auto" and (treated.treatment is None or not treated.treatment.echo):
        done.append(_left_echo(treated.survey))
    return clauses(done) if done else tr("nothing is to be done")


def _left_echo(survey: Survey) -> Message:
    """Why the echo was left, where it was to be lowered if need be."""
    if not survey.echo:
        return tr("how the room echoes is not heard, for noise or for want of pauses, so it is left")
    return tr("the room's echo falls by 60 dB in {seconds} s, so it is left", seconds=f"{survey.echo / 1000:.2f}")


def _done(survey: Survey, treatment: Treatment) -> Iterator[Message]:
    if treatment.hum:
        tones = listed(f"{frequency / 100:.0f}" for frequency in treatment.hum)
        loudest = max(line.level for line in survey.hum)
        yield tr("hum at {tones} Hz, {level} dB below the voice, is taken out", tones=tones, level=-loudest)
    if treatment.declip:
        yield tr("tops that were cut off are rounded")
    if treatment.highpass:
        yield tr("what lies below {frequency} Hz is taken out", frequency=treatment.highpass)
    if treatment.clicks:
        yield trn("{count} click is bridged", "{count} clicks are bridged", len(treatment.clicks))
    if treatment.pops:
        yield trn(
            "{count} pop of breath is lowered by up to {by} dB", "{count} pops of breath are lowered by up to {by} dB",
            len(treatment.pops), by=treatment.plosives,
        )  # fmt: skip
    if treatment.knocks:
        yield trn("{count} knock is taken out", "{count} knocks are taken out", len(treatment.knocks))
    if treatment.denoise:
        yield tr("noise {level} dB below the voice is lowered by {by}", level=-survey.noise, by=treatment.denoise)
    if treatment.echo:
        seconds = f"{treatment.echo / 1000:.1f}"
        if survey.echo:
            yield tr("the room's late echo is lowered, which falls by 60 dB in {seconds} s", seconds=seconds)
        else:
            yield tr(
                "the room's late echo is lowered; how long it rings is not heard, {seconds} s is reckoned with",
                seconds=seconds,
            )
    if treatment.deess:
        yield tr("sharp sibilants are softened")
    if treatment.compress:
        yield tr("sentences that lie {spread} LU apart are brought together", spread=survey.spread)
    if treatment.cuts:
        by = format_time(Fraction(treatment.shortened, SAMPLE_RATE))
        yield trn(
            "{count} pause is shortened, by {time}", "{count} pauses are shortened, by {time} in all",
            len(treatment.cuts), time=by,
        )  # fmt: skip
