"""Downloads from the studio's own server logs, counted by the IAB guidelines from requests that are kept."""
