"""MoviePy 2 as its documentation would have it: clips, concatenated, with a composite of sounds, written twice."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks import peers
from benchmarks.peers import scripts
from benchmarks.support.values import AAC, CRF, FPS, HEIGHT, MP3, MUSIC, PRESET, WIDTH, Part, Shot, Slides, Workload

prepare = scripts.prepare


def available() -> bool:
    return find_spec("moviepy") is not None


def command(folder: Path) -> list[str]:
    return peers.script(__name__, folder)


def make(workload: Workload, folder: Path) -> None:
    import moviepy

    for programme in workload:
        half = programme.dissolve / 2 / FPS
        clips = []
        at = 0.0
        for i, part in enumerate(programme.parts):
            before = half if i else 0
            after = half if i < len(programme.parts) - 1 else 0
            for clip in _clips(part, before, after):
                shown = clip.with_start(at - before)
                if before:
                    shown = shown.with_effects([moviepy.vfx.CrossFadeIn(2 * half)])
                clips.append(shown)
                at += clip.duration - before - after
        if half:
            film = moviepy.CompositeVideoClip(clips, size=(WIDTH, HEIGHT)).with_duration(at)
        else:
            film = moviepy.concatenate_videoclips([clip.with_start(0) for clip in clips])
        film.write_videofile(
            str(folder / f"{programme.name}.mp4"), fps=FPS, codec="libx264", preset=PRESET, audio_codec="aac",
            audio_bitrate=AAC, ffmpeg_params=["-crf", str(CRF), "-movflags", "+faststart"], threads=2, logger=None,
            pixel_format="yuv420p",
        )  # fmt: skip
        film.audio.write_audiofile(str(folder / f"{programme.name}.mp3"), codec="libmp3lame", bitrate=MP3, logger=None)
        film.close()


def _clips(part: Part, before: float, after: float) -> list[Any]:
    import moviepy

    size = (WIDTH, HEIGHT)
    if isinstance(part, Shot):
        start = float(part.start)
        clip = moviepy.VideoFileClip(str(part.clip)).subclipped(start - before, start + part.frames / FPS + after)
        if not part.portrait:
            return [clip.resized(size)]
        # It has no blur of its own: a tiny copy, enlarged, comes near it.
        far = (
            clip.without_audio().resized(width=60).resized(width=WIDTH).with_effects([moviepy.vfx.MultiplyColor(0.45)])
        )
        near = clip.resized(height=HEIGHT).with_position("center")
        return [moviepy.CompositeVideoClip([far.with_position("center"), near], size=size)]
    if isinstance(part, Slides):
        stills = [moviepy.ImageClip(str(still)).resized(size).with_duration(part.each / FPS) for still in part.stills]
        slides = moviepy.concatenate_videoclips(stills)
        bed = moviepy.AudioFileClip(str(part.music)).with_effects(
            [moviepy.afx.AudioLoop(duration=slides.duration), moviepy.afx.MultiplyVolume(10 ** (MUSIC / 20))]
        )
        voice = moviepy.AudioFileClip(str(part.narration))
        sound = moviepy.CompositeAudioClip([bed, voice]).with_duration(slides.duration)
        return [slides.with_audio(sound)]
    return [moviepy.ImageClip(str(part.still)).resized(size).with_duration(part.frames / FPS)]


if __name__ == "__main__":
    scripts.main(make)
