"""The workshop in which the sample assets were made: words, voice, pictures, clips and music, all deterministic."""
