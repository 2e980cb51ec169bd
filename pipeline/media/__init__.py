"""The one door to FFmpeg, PyAV, Pillow, moviepy and pydub; knows files and pictures, never YAML, keys or the store."""
