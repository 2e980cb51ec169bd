"""Video: encoding clips, stills and slides, and joining them."""
