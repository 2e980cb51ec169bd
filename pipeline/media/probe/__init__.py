"""Looking at files: what they hold, how long they are, whether they are what they are called."""
