"""Downloads from the studio's own server logs, counted by the IAB guidelines: facts are kept, rules applied later."""
