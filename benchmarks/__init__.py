"""The project against its peers: the same programmes made by each, measured alike, compared inside one run."""
