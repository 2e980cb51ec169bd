"""Archives: programmes with all that they were made from, written completely or not at all, and checked when read."""
